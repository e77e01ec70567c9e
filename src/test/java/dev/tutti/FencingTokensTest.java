package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FencingTokensTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

    private static FencingTokens startedAt(Instant time) {
        return new FencingTokens(Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void growFromTheMicrosecondsSince1970() {
        FencingTokens tokens = startedAt(START);
        assertThat(tokens.getAsLong()).isEqualTo(1_767_323_045_678_902L);
        assertThat(tokens.getAsLong()).isEqualTo(1_767_323_045_678_903L);
    }

    @Test
    void growOverARestart() {
        FencingTokens tokens = startedAt(START);
        long last = 0;
        for (int i = 0; i < 900_000; i++) {
            last = tokens.getAsLong();
        }
        assertThat(startedAt(START.plus(Duration.ofSeconds(1))).getAsLong()).isGreaterThan(last);
    }

    @Test
    void areWholeNumbersInEveryLanguageForCenturies() {
        Instant later = START.plus(Duration.ofDays(365 * 200));
        assertThat(startedAt(later).getAsLong()).isLessThan(1L << 53);
    }
}
