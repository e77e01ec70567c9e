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
    void whoAwaitsAnItemThatExpiresLearnsThatItHas() {
        String expired = "CANCELLED item 1 expired, since nobody got it in time";
        ask("SUBMIT q a EXPIRES 100");
        assertThat(owner.ask(2, "AWAIT q 1")).isEmpty();
        assertThat(owner.after(99)).isEmpty();
        assertThat(owner.after(1)).containsExactly("2: " + expired);
        assertThat(ask("AWAIT q 1")).isEqualTo(expired);
        assertThat(owner.stat("q", "expired")).isEqualTo("1");
        assertThat(ask("QUEUE INSPECT q 1"))
                .contains("state, cancelled")
                .contains("error, expired, since nobody got it in time");
    }

    @Test
    void whoRunsAnItemThatExpiresLearnsThatItHas() {
        ask("QUEUE CREATE q EXPIRES 100");
        assertThat(owner.ask(2, "RUN q a")).isEmpty();
        assertThat(owner.ask(3, "RUN q b KEY k")).isEmpty();
        assertThat(owner.after(100))
                .containsExactly(
                        "2: CANCELLED the task expired, since nobody got it in time",
                        "3: CANCELLED item 2 expired, since nobody got it in time");
    }

    @Test
    void noitemTellsThatNobodyGotItInTime() {
        ask("QUEUE PUT q a EXPIRES 100");
        owner.after(100);
        String gone = "NOITEM item 1 of queue q: expired, since nobody got it in time";
        assertThat(ask("QUEUE DONE q 1")).isEqualTo(gone);
        assertThat(ask("QUEUE INSPECT q 1")).isEqualTo(gone);
    }

    @Test
    void noitemTellsWhyADeadItemWasDropped() {
        ask("QUEUE CREATE q DEADSIZE 1 DEADAGE 100");
        for (int id = 1; id <= 2; id++) {
            ask("QUEUE PUT q " + id);
            ask("QUEUE GET q");
            ask("QUEUE FAIL q " + id);
        }
        ask("QUEUE PUT q.dead c EXPIRES 50");
        owner.after(100);
        String gone = "NOITEM item %d of queue q.dead: %s";
        assertThat(ask("QUEUE DONE q.dead 1"))
                .isEqualTo(gone, 1, "dropped from the dead items, since there were more than DEADSIZE");
        assertThat(ask("QUEUE DONE q.dead 2"))
                .isEqualTo(gone, 2, "dropped from the dead items, since it was dead for DEADAGE");
        assertThat(ask("QUEUE DONE q.dead 3")).isEqualTo(gone, 3, "expired, since nobody got it in time");
    }

    @Test
    void whoAwaitsASubmittedItemThatDeadsizeDropsLearnsOfIt() {
        ask("QUEUE CREATE q");
        ask("SUBMIT q.dead a");
        ask("SUBMIT q.dead b");
        assertThat(owner.ask(2, "AWAIT q.dead 1")).isEmpty();
        assertThat(owner.ask(9, "QUEUE ALTER q DEADSIZE 1"))
                .contains("2: CANCELLED item 1 was dropped from the dead items, since there were more than DEADSIZE");
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
