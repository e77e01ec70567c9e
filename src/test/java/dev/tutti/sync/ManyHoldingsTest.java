package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that holds so many locks that their release takes more than one turn. */
class ManyHoldingsTest {

    private static final int LOCKS = 9;
    private static final int HOLDER = 1;

    private final SyncOwner owner = new SyncOwner();

    /** The locks l0 to l8 with the tokens 1 to 9. */
    @BeforeEach
    void acquire() {
        owner.ask(
                HOLDER,
                IntStream.range(0, LOCKS).mapToObj(i -> "LOCK ACQUIRE l" + i).toArray(String[]::new));
        owner.ask(2, "LOCK ACQUIRE l0");
        owner.ask(3, "LOCK ACQUIRE l8");
        owner.ask(4, "LOCK ACQUIRE l8");
        owner.lookMillis = 1;
    }

    private int held() {
        return owner.contentions().size();
    }

    /** Turns pass until everything is released. Returns the replies meanwhile. */
    private List<String> passTurns() {
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < LOCKS; i++) {
            replies.addAll(owner.pass(1));
        }
        return replies;
    }

    @Test
    void areReleasedInSlicesAndThoseWhoWaitAreServedInTheirOrder() {
        assertThat(owner.close(HOLDER)).containsExactly("2: 10");
        assertThat(held()).isBetween(3, LOCKS);
        assertThat(passTurns()).containsExactly("3: 11");
        assertThat(held()).isEqualTo(2);
        assertThat(owner.ask(3, "LOCK RELEASE l8 11")).containsExactlyInAnyOrder("3: OK", "4: 12");
    }

    @Test
    void thatNoSliceHasReleasedAreStillHeld() {
        owner.close(HOLDER);
        assertThat(owner.ask(5, "LOCK ACQUIRE l7 TIMEOUT 0", "LOCK LOCKED l7")).containsExactly("5: Null", "5: 1");
        passTurns();
        assertThat(owner.ask(5, "LOCK ACQUIRE l7 TIMEOUT 0")).containsExactly("5: 12");
    }

    @Test
    void anotherConnectionMayReleaseOneMeanwhile() {
        owner.close(HOLDER);
        assertThat(owner.ask(5, "LOCK RELEASE l8 9")).containsExactlyInAnyOrder("3: 11", "5: OK");
        passTurns();
        assertThat(held()).isEqualTo(2);
        assertThat(owner.ask(5, "LOCK LOCKED l7")).containsExactly("5: 0");
    }

    @Test
    void thatAResetReleasesComeBeforeTheNextCommand() {
        owner.reset(HOLDER);
        assertThat(owner.ask(HOLDER, "LOCK ACQUIRE l7 TIMEOUT 0", "SEMAPHORE ACQUIRE s"))
                .isEmpty();
        assertThat(passTurns()).containsExactly("3: 11", "1: 12", "1: 13");
        assertThat(held()).isEqualTo(4);
    }

    @Test
    void areReleasedOnceIfTheConnectionIsResetAgainAndCloses() {
        owner.reset(HOLDER);
        owner.reset(HOLDER);
        assertThat(owner.ask(HOLDER, "LOCK ACQUIRE l7")).isEmpty();
        owner.close(HOLDER);
        assertThat(passTurns()).containsExactly("3: 11");
        assertThat(held()).isEqualTo(2);
        owner.close(2);
        owner.close(4);
        owner.close(3);
        passTurns();
        assertThat(owner.remembered()).isZero();
    }
}
