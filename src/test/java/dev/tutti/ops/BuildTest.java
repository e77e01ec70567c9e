package dev.tutti.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildTest {

    @ParameterizedTest
    @CsvSource({
        "0.1.0+fb5162cd90, 0.1.0, fb5162cd90",
        "0.2.0-SNAPSHOT+fb5162c, 0.2.0-SNAPSHOT, fb5162c",
        "0.1.0+unknown, 0.1.0, unknown",
        "0.1.0+${buildNumber}, 0.1.0, unknown",
        "0.1.0, 0.1.0, unknown",
        ", development, unknown"
    })
    void theManifestNamesTheVersionAndTheCommit(String manifest, String version, String commit) {
        assertThat(Build.version(manifest)).isEqualTo(version);
        assertThat(Build.commit(manifest)).isEqualTo(commit);
    }

    @Test
    void classesOutsideAJarSaySo() {
        assertThat(Build.description()).isEqualTo("development (unknown)");
    }
}
