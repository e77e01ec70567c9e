package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that gets a signal while it starts. */
@Timeout(60)
class StopOfStartIT {

    private static final String CONF = "{'server':{'port':0},'producer':{'journal':'data','reserve':'1MiB'},"
            + "'consumers':[{'queue':'q','class':'example.SlowStartTask'}]}";

    @TempDir
    private Path directory;

    private ServerProcess process;

    @BeforeEach
    void startAndStop() throws Exception {
        process = ServerProcess.startWithTestClasses(directory, "--conf", CONF.replace('\'', '"'));
        process.lineWith("the task starts");
        process.terminate();
        assertThat(process.firstLine()).endsWith("Tutti stops: SIGTERM, while it was starting");
    }

    @Test
    void closesInOrderWhatHasStarted() throws Exception {
        Files.createFile(directory.resolve("go"));
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        assertThat(process.output()).matches(".* INFO  ProcessEnd: Tutti has stopped after \\d+ ms");
    }

    @Test
    void endsAllTheSameIfTheStartDoesNot() throws Exception {
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        assertThat(process.output()).endsWith("Tutti has stopped: its start had not ended within 2000 ms");
        assertThat(process.errors()).isEmpty();
    }
}
