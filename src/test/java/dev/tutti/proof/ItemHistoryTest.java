package dev.tutti.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.proof.ItemHistory.Delivery;
import org.junit.jupiter.api.Test;

/** Forged histories of items: each that is wrong is noticed, and none that is right. */
class ItemHistoryTest {

    private final Violations violations = new Violations();
    private final ItemHistory items = new ItemHistory(violations);

    private void put(long number) {
        items.putting(number);
        items.put(number, 1000 + number);
    }

    private Delivery got(long number, long asked, long read) {
        return items.got(number, 1000 + number, asked, read);
    }

    private void end(Delivery delivery, long sent, long read) {
        items.ending(delivery);
        items.ended(delivery, sent, read);
    }

    private void assertViolation(String start) {
        assertThat(violations.all()).singleElement().asString().startsWith(start);
    }

    @Test
    void whatIsPutAndEndedOrDrainedIsRight() {
        put(1);
        put(2);
        end(got(1, 10, 20), 30, 40);
        items.givenBack(got(2, 10, 20), 30);
        end(got(2, 50, 60), 70, 80);
        items.drained();
        assertThat(violations.all()).isEmpty();
        assertThat(items.summary()).isEqualTo("2 puts acknowledged of 2, 3 deliveries, 2 ends acknowledged");
    }

    @Test
    void whatWasNotAnsweredMayBeEither() {
        items.putting(1);
        items.putting(2);
        end(got(2, 10, 20), 30, 40);
        put(3);
        items.ending(got(3, 10, 20));
        put(4);
        items.ending(got(4, 10, 20));
        end(got(4, 50, 60), 70, 80);
        items.drained();
        assertThat(violations.all()).isEmpty();
    }

    @Test
    void anAcknowledgedItemIsLost() {
        put(1);
        items.drained();
        assertViolation("item 1 (id 1001) was acknowledged and is lost");
    }

    @Test
    void anItemWhoseEndWasRefusedIsLost() {
        put(1);
        Delivery delivery = got(1, 10, 20);
        items.ending(delivery);
        items.notEnded(delivery);
        items.drained();
        assertViolation("item 1 (id 1001) was acknowledged and is lost");
    }

    @Test
    void aFinishedItemComesBack() {
        put(1);
        end(got(1, 10, 20), 30, 40);
        got(1, 41, 50);
        assertViolation("item 1 (id 1001) was delivered 0 ms after its end was acknowledged");
    }

    @Test
    void aReplyMayBeReadLate() {
        put(1);
        Delivery lost = got(1, 10, 90);
        end(got(1, 20, 30), 40, 50);
        items.ending(lost);
        assertThat(violations.all()).isEmpty();
    }

    @Test
    void twoClientsHaveOneItem() {
        put(1);
        Delivery delivery = got(1, 10, 20);
        got(1, 21, 29);
        end(delivery, 30, 40);
        assertViolation("item 1 was delivered to two clients at the same time");
    }

    @Test
    void anItemIsThereTwice() {
        put(1);
        items.got(1, 7, 10, 20);
        assertViolation("item 1 has the ids 1001 and 7, so it is there twice");
    }

    @Test
    void twoItemsHaveOneId() {
        put(1);
        items.putting(2);
        items.put(2, 1001);
        assertViolation("the id 1001 belongs to the items 1 and 2");
    }

    @Test
    void aRefusedItemComes() {
        items.putting(1);
        items.notPut(1);
        got(1, 10, 20);
        assertViolation("item 1 was delivered, and its put was refused");
    }

    @Test
    void anItemComesThatNobodyPut() {
        got(1, 10, 20);
        assertViolation("item 1 was never put");
    }
}
