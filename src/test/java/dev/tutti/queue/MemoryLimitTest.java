package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A limit of 800 bytes, 700 of which are for what is new. */
class MemoryLimitTest {

    private final MemoryLimit limit = new MemoryLimit(800);

    @Test
    void isReachedExactly() {
        assertThat(limit.reserve(600)).isTrue();
        assertThat(limit.hasRoomForNew(101)).isFalse();
        assertThat(limit.reserve(101)).isFalse();
        assertThat(limit.hasRoomForNew(100)).isTrue();
        assertThat(limit.reserve(100)).isTrue();
        assertThat(limit.used()).isEqualTo(700);
        assertThat(limit.reserve(1)).isFalse();
    }

    @Test
    void whatIsRefusedTakesNothing() {
        assertThat(limit.reserve(701)).isFalse();
        assertThat(limit.hasRoom(801)).isFalse();
        assertThat(limit.used()).isZero();
    }

    @Test
    void whatIsReleasedMayBeTakenAgain() {
        limit.reserve(700);
        limit.release(30);
        assertThat(limit.reserve(30)).isTrue();
        assertThat(limit.used()).isEqualTo(700);
    }

    @Test
    void whatComesOfTheOldMayTakeAllOfIt() {
        limit.reserve(700);
        assertThat(limit.hasRoom(101)).isFalse();
        assertThat(limit.hasRoom(100)).isTrue();
        limit.take(100);
        assertThat(limit.used()).isEqualTo(limit.max());
        assertThat(limit.hasRoom(1)).isFalse();
        assertThat(limit.state())
                .isEqualTo("800 of the 800 bytes of producer.maxMemory are in use, 800 of them by queues");
    }

    @Test
    void whatTakesNothingMoreHasRoomHoweverMuchIsUsed() {
        limit.take(900);
        assertThat(limit.hasRoom(0)).isTrue();
        assertThat(limit.hasRoom(-1)).isTrue();
    }

    @Test
    void whatIsTakenIsNeverRefusedAndCountsAgainstWhatComesNext() {
        limit.reserve(700);
        limit.take(500);
        assertThat(limit.used()).isEqualTo(1200);
        limit.release(510);
        assertThat(limit.reserve(11)).isFalse();
        assertThat(limit.reserve(10)).isTrue();
    }

    @Test
    void theStateNamesWhatTakesMost() {
        limit.take(100);
        assertThat(limit.state()).endsWith(", 100 of them by queues");
        assertThat(limit.state(60, "queue jobs")).endsWith(", 60 of them by queue jobs");
        limit.take(MemoryKind.LOCKS, 101);
        assertThat(limit.state()).startsWith("201 of the 800 ").endsWith(", 101 of them by locks and permits");
        assertThat(limit.state(60, "queue jobs")).endsWith(", 101 of them by locks and permits");
        limit.release(MemoryKind.LOCKS, 101);
        limit.note(MemoryKind.SCHEDULES, 90);
        assertThat(limit.state()).startsWith("100 of the 800 ").endsWith(", 90 of them by schedules");
    }
}
