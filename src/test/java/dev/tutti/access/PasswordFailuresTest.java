package dev.tutti.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PasswordFailuresTest {

    private long now = 5;
    private final PasswordFailures failures = new PasswordFailures(() -> now);

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            failures.failed(address);
        }
    }

    @Test
    void theEleventhTryWithinAMinuteIsAnsweredLateAndLaterOnesLater() {
        fail("a", 9);
        assertThat(failures.delayMillis("a")).isZero();
        fail("a", 1);
        assertThat(failures.delayMillis("a")).isEqualTo(1000);
        fail("a", 10);
        assertThat(failures.delayMillis("a")).isEqualTo(2000);
        fail("a", 1000);
        assertThat(failures.delayMillis("a")).isEqualTo(5000);
        assertThat(failures.delayMillis("b")).isZero();
    }

    @Test
    void afterAMinuteTriesAreFreeAgain() {
        fail("a", 10);
        now += TimeUnit.SECONDS.toNanos(61);
        assertThat(failures.delayMillis("a")).isZero();
        fail("a", 1);
        assertThat(failures.delayMillis("a")).isZero();
    }

    @Test
    void manyAddressesTakeBoundedMemory() {
        fail("first", 20);
        for (int i = 0; i < 20_000; i++) {
            failures.failed("address " + i);
        }
        assertThat(failures.delayMillis("first")).isZero();
    }
}
