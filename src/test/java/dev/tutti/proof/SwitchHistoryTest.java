package dev.tutti.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Forged histories of an event: each that is wrong is noticed, and none that is right. */
class SwitchHistoryTest {

    private final Violations violations = new Violations();
    private final SwitchHistory event = new SwitchHistory("e", violations);

    @Test
    void readsShowTheLastWrite() {
        event.read(false, 1, 2);
        event.writing(true, 10);
        event.read(false, 11, 12);
        event.read(true, 11, 12);
        event.written(20);
        event.read(false, 19, 30);
        event.read(true, 21, 30);
        event.writing(false, 40);
        event.read(true, 50, 60);
        event.read(false, 50, 60);
        assertThat(violations.all()).isEmpty();
    }

    @Test
    void anOldValueIsRead() {
        event.writing(true, 10);
        event.written(20);
        event.read(false, 21, 30);
        assertThat(violations.all())
                .containsExactly("event e was read as not set, which was over: asked at 21, told at 30");
    }

    @Test
    void aValueIsReadBeforeItIsWritten() {
        event.read(true, 1, 2);
        event.writing(true, 10);
        event.written(20);
        assertThat(violations.all()).hasSize(1);
    }

    @Test
    void aRefusedValueIsRead() {
        event.writing(true, 10);
        event.notWritten();
        event.read(true, 11, 12);
        assertThat(violations.all()).hasSize(1);
    }
}
