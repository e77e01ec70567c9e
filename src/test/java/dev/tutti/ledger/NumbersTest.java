package dev.tutti.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.VolatileJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class NumbersTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

    private static Numbers startedAt(Instant time) {
        return Numbers.fencingTokens(new VolatileJournal(), Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void tokensGrowFromTheMicrosecondsSince1970() {
        Numbers tokens = startedAt(START);
        assertThat(tokens.getAsLong()).isEqualTo(1_767_323_045_678_902L);
        assertThat(tokens.getAsLong()).isEqualTo(1_767_323_045_678_903L);
    }

    @Test
    void tokensGrowOverARestart() {
        Numbers tokens = startedAt(START);
        long last = 0;
        for (int i = 0; i < 900_000; i++) {
            last = tokens.getAsLong();
        }
        assertThat(startedAt(START.plus(Duration.ofSeconds(1))).getAsLong()).isGreaterThan(last);
    }

    @Test
    void tokensAreWholeNumbersInEveryLanguageForCenturies() {
        Instant later = START.plus(Duration.ofDays(365 * 200));
        assertThat(startedAt(later).getAsLong()).isLessThan(1L << 53);
    }
}
