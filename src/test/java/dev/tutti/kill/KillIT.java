package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.StopMode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few {@link KillRounds}. {@link LongKillIT} has many. */
@Timeout(120)
class KillIT {

    @TempDir
    private Path directory;

    private KillRounds rounds;

    @AfterEach
    void killTheLast() {
        rounds.killTheLast();
    }

    @ParameterizedTest
    @CsvSource({"always, 50%, KILLED, 4", "interval, 256KiB, KILLED, 2", "always, 50%, GRACEFUL, 2"})
    void whatWasAcknowledgedIsThereAndWhatWasFinishedIsNot(String sync, String memory, StopMode mode, int ends)
            throws Exception {
        rounds = new KillRounds(directory, sync, memory, mode);
        assertThat(rounds.run(ends)).as(rounds.summary()).isEmpty();
    }
}
