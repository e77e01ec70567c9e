package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.StopMode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As many {@link KillRounds} as the property says, which the profile {@code long} of Maven sets. */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.HOURS)
class LongKillIT {

    static final String PROPERTY = "tutti.kills";

    @TempDir
    private Path directory;

    private KillRounds rounds;

    @AfterEach
    void killTheLast() {
        rounds.killTheLast();
    }

    @ParameterizedTest
    @CsvSource({"always, 50%, KILLED", "interval, 256KiB, KILLED", "always, 50%, GRACEFUL"})
    void whatWasAcknowledgedIsThereAndWhatWasFinishedIsNot(String sync, String memory, StopMode mode) throws Exception {
        rounds = new KillRounds(directory, sync, memory, mode);
        assertThat(rounds.run(Integer.getInteger(PROPERTY)))
                .as(rounds.summary())
                .isEmpty();
    }
}
