package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryLimitTest {

    private final MemoryLimit limit = new MemoryLimit(100);

    @Test
    void isReachedExactly() {
        assertThat(limit.reserve(60)).isTrue();
        assertThat(limit.reserve(41)).isFalse();
        assertThat(limit.reserve(40)).isTrue();
        assertThat(limit.used()).isEqualTo(100).isEqualTo(limit.max());
        assertThat(limit.reserve(1)).isFalse();
    }

    @Test
    void whatIsRefusedTakesNothing() {
        assertThat(limit.reserve(101)).isFalse();
        assertThat(limit.used()).isZero();
    }

    @Test
    void whatIsReleasedMayBeTakenAgain() {
        limit.reserve(100);
        limit.release(30);
        assertThat(limit.reserve(30)).isTrue();
        assertThat(limit.used()).isEqualTo(100);
    }

    @Test
    void whatIsTakenIsNeverRefusedAndCountsAgainstWhatComesNext() {
        limit.reserve(100);
        limit.take(50);
        assertThat(limit.used()).isEqualTo(150);
        limit.release(60);
        assertThat(limit.reserve(11)).isFalse();
        assertThat(limit.reserve(10)).isTrue();
    }
}
