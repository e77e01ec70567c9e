package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of a start that takes long, and of what it recovers. */
@Timeout(60)
class SlowStartIT {

    private static final String CONF = "{'server':{'port':0},'producer':{'journal':'data','reserve':'1MiB'}%s}";

    @TempDir
    private Path directory;

    private ServerProcess start(String more) throws Exception {
        return ServerProcess.startWithTestClasses(
                directory, "--conf", CONF.formatted(more).replace('\'', '"'));
    }

    private static void stop(ServerProcess process) throws Exception {
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
    }

    @Test
    void saysWhatTakesSoLongAndCountsEveryQueue() throws Exception {
        ServerProcess first = start("");
        try (RespClient client = new RespClient(first.port())) {
            client.ask("QUEUE PUT a x");
            client.ask("QUEUE PUT b x");
            client.ask("QUEUE CREATE c");
        }
        stop(first);
        ServerProcess slow = start(",'consumers':[{'queue':'q','class':'example.SlowStartTask'}]");
        slow.lineWith("recovered 2 items, 0 results and 3 queues");
        slow.lineWith("starting: the consumers are started");
        Files.createFile(directory.resolve("go"));
        try (RespClient client = new RespClient(slow.port())) {
            assertThat(client.integer("QUEUE SIZE a")).isEqualTo(1);
        }
        stop(slow);
    }
}
