package dev.tutti.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten faults of each kind that {@code src/bench/cluster.sh} can make on this machine. */
@Tag("long")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class LongProofIT {

    @Test
    void nothingIsLostAndNobodyIsToldAnythingWrong() throws Exception {
        Process proof = new ProcessBuilder(
                        Path.of("src/bench/cluster.sh").toAbsolutePath().toString(), "--rounds", "10")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.INHERIT)
                .start();
        assertThat(proof.waitFor()).isZero();
    }
}
