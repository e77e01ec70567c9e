package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** EXPIRES, DEADSIZE and DEADAGE as clients give them. */
class ExpiryCommandsTest {

    private final OneOwner owner = new OneOwner();

    private String ask(String line) {
        return owner.ask(9, line).get(0).replaceFirst("^9: ", "");
    }

    @Test
    void whoAwaitsAnItemThatExpiresLearnsThatItIsCancelled() {
        ask("SUBMIT q a EXPIRES 100");
        assertThat(owner.ask(2, "AWAIT q 1")).isEmpty();
        assertThat(owner.after(99)).isEmpty();
        assertThat(owner.after(1)).hasSize(1).first().asString().startsWith("2: CANCELLED");
        assertThat(ask("AWAIT q 1")).startsWith("CANCELLED");
        assertThat(owner.stat("q", "expired")).isEqualTo("1");
    }

    @Test
    void noitemTellsThatNobodyGotItInTime() {
        ask("QUEUE PUT q a EXPIRES 100");
        owner.after(100);
        assertThat(ask("QUEUE DONE q 1")).isEqualTo("NOITEM item 1 of queue q: dropped, since nobody got it in time");
    }

    @Test
    void aPutMaySayOtherwiseThanTheQueue() {
        ask("QUEUE CREATE q EXPIRES 100");
        ask("QUEUE PUT q a");
        ask("QUEUE PUT q b EXPIRES 0");
        ask("QUEUE PUT q c EXPIRES 200");
        owner.after(100);
        assertThat(ask("QUEUE SIZE q")).isEqualTo("2");
        owner.after(100);
        assertThat(ask("QUEUE PEEK q COUNT 9")).isEqualTo("[[2, b]]");
    }

    @Test
    void aWaitingGetIsServedBeforeAnItemExpires() {
        owner.ask(1, "QUEUE GET q");
        assertThat(owner.ask(2, "QUEUE PUT q a EXPIRES 1")).contains("1: [1, a, 1]");
        owner.after(100);
        assertThat(ask("QUEUE DONE q 1")).isEqualTo("OK");
    }

    @Test
    void theTimeOfAPutThatWaitsForRoomBeginsWhenItHasRoom() {
        ask("QUEUE CREATE q MAXSIZE 1");
        ask("QUEUE PUT q a");
        assertThat(owner.ask(1, "QUEUE PUT q b EXPIRES 100")).isEmpty();
        owner.after(100);
        assertThat(owner.ask(9, "QUEUE GET q")).contains("9: [1, a, 1]", "1: 2");
        owner.after(99);
        assertThat(ask("QUEUE SIZE q")).isEqualTo("1");
        owner.after(1);
        assertThat(ask("QUEUE SIZE q")).isEqualTo("0");
    }

    @Test
    void deadItemsGoByNumberAndByAge() {
        ask("QUEUE CREATE q ATTEMPTS 1 DEADSIZE 2 DEADAGE 100");
        for (int id = 1; id <= 3; id++) {
            ask("QUEUE PUT q " + id);
            ask("QUEUE GET q");
            ask("QUEUE FAIL q " + id);
        }
        assertThat(ask("QUEUE PEEK q.dead COUNT 9")).isEqualTo("[[2, 2], [3, 3]]");
        assertThat(owner.stat("q.dead", "expired")).isEqualTo("1");
        owner.after(100);
        assertThat(ask("QUEUE SIZE q.dead")).isEqualTo("0");
    }
}
