package dev.tutti.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.BoundedProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three faults of {@code src/bench/cluster.sh} under clients. {@link LongProofIT} has ten of each kind. */
@Timeout(330)
class ProofIT {

    /** Several times as long as it takes. */
    private static final int MOST_SECONDS = 300;

    @Test
    void nothingIsLostAndNobodyIsToldAnythingWrong() throws Exception {
        Process proof = new ProcessBuilder(
                        Path.of("src/bench/cluster.sh").toAbsolutePath().toString(),
                        "--rounds",
                        "1",
                        "--faults",
                        "KILL_LEADER,PAUSE_LEADER,CUT_LEADER")
                .redirectErrorStream(true)
                .start();
        BoundedProcess.endAfter(proof, MOST_SECONDS);
        String output = new String(proof.getInputStream().readAllBytes());
        assertThat(proof.waitFor()).as(output).isZero();
    }
}
