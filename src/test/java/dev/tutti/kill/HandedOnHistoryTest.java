package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a history of queues says of items with keys, and of transactions that end an item and put another. */
class HandedOnHistoryTest {

    private static final Set<String> FAMILY = Set.of("q");

    private final QueueHistory history = new QueueHistory(() -> 0);

    private void put(String body, long id) {
        history.putting(body);
        history.put(body, id);
    }

    private void puttingWithKey(String body) {
        TrackedItem item = new TrackedItem(body);
        item.key = "k";
        history.putting(item);
    }

    private void get(String body, long id, long attempt) {
        history.got("q", history.getting(FAMILY), body, id, attempt);
        history.answered(FAMILY);
    }

    private void left(String body, long id) {
        get(body, id, 1);
        history.left(body);
    }

    private void assertFinds(String... violations) {
        assertThat(history.violations()).containsExactly(violations);
    }

    // ---- keys

    @Test
    void aPutThatFoundAnotherItemHasPutNone() {
        puttingWithKey("a");
        history.put("a", 1);
        puttingWithKey("b");
        history.put("b", 1);
        left("a", 1);
        get("b", 2, 1);
        assertFinds("came out, and its put was refused: b");
    }

    @Test
    void ofTwoPutsWithOneIdTheItemThatComesOutIsTheOne() {
        puttingWithKey("a");
        puttingWithKey("b");
        history.put("b", 1);
        left("a", 1);
        history.put("a", 1);
        assertFinds();
        get("b", 1, 1);
        assertFinds("came out, and its put was refused: b");
    }

    @Test
    void butNotOnceOneHasComeOut() {
        puttingWithKey("a");
        puttingWithKey("b");
        left("b", 1);
        left("a", 1);
        assertFinds("a has the id 1 of b");
    }

    // ---- transactions

    private void handOn() {
        put("a", 1);
        get("a", 1, 1);
        history.handingOn(1, new TrackedItem("b"));
    }

    @Test
    void anItemThatWasHandedOnIsNotThere() {
        handOn();
        history.handedOn(1);
        history.ended(1);
        history.put("b", 2);
        get("a", 1, 2);
        left("b", 2);
        assertFinds("a came out again after its end was acknowledged");
    }

    @Test
    void aTransactionWithoutReplyIsCarriedOutWhole() {
        handOn();
        get("b", 2, 1);
        left("b", 2);
        left("a", 1);
        assertFinds("a came out again after its end was acknowledged");
    }

    @Test
    void orNotAtAll() {
        handOn();
        left("a", 1);
        left("b", 2);
        assertFinds("came out, and its put was refused: b");
    }

    @Test
    void butNotHalf() {
        handOn();
        assertFinds("a is neither there nor handed on");
    }

    @Test
    void aTransactionThatWasNotAnswered() {
        handOn();
        left("b", 2);
        put("c", 3);
        get("c", 3, 1);
        history.handingOn(3, new TrackedItem("d"));
        left("c", 3);
        assertFinds();
    }

    @Test
    void anItemThatComesOutBeforeTheTransactionIsAnswered() {
        handOn();
        left("b", 2);
        history.handedOn(1);
        history.ended(1);
        history.put("b", 2);
        assertFinds();
    }
}
