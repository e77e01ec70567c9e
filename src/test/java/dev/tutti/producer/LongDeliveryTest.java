package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A GET that waited, and is served in several turns, since very many items become ready together. */
class LongDeliveryTest {

    private static final int MANY = 300;

    /** The milliseconds until the GET was answered. */
    private int millis;

    private String reply(String options) {
        OneOwner owner = new OneOwner();
        String[] puts = new String[MANY];
        Arrays.fill(puts, "QUEUE PUT q x DELAY 50");
        owner.ask(1, puts);
        owner.ask(2, "QUEUE GET q COUNT " + MANY + options);
        owner.becomeSlow();
        List<String> replies = List.of();
        for (millis = 0; replies.isEmpty(); millis++) {
            replies = owner.after(1);
        }
        return replies.get(0);
    }

    @Test
    void aTimeoutDoesNotEndAGetThatIsBeingServed() {
        String all = reply("");
        assertThat(all).startsWith("2: [[1, x, 1], [2, x, 1], ").endsWith(", [300, x, 1]]");
        assertThat(reply(" TIMEOUT " + (millis - 10))).isEqualTo(all);
        assertThat(reply(" TIMEOUT " + (millis - 100))).isEqualTo("2: NullArray");
    }
}
