package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP has a server read its file again. */
@Timeout(60)
class HangUpIT {

    @Test
    void theFileIsReadAgain(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("tutti.json"), "{\"server\": {\"port\": 0}}");
        ServerProcess process = ServerProcess.startQuickly(directory, "--conf", file.toString());
        try (RespClient client = new RespClient(process.port())) {
            Files.writeString(file, "{\"server\": {\"port\": 0, \"maxPipeline\": 5, \"instances\": 2}}");
            process.signal("HUP");
            process.lineWith("reload: changed server.maxPipeline; a restart is needed for server.instances");
            assertThat(client.list("CONFIG GET server.maxPipeline")).containsExactly("server.maxPipeline", "5");
            Files.writeString(file, "{\"server\": {\"port\": ");
            process.signal("HUP");
            process.lineWith("reload: nothing is changed: ");
            assertThat(client.list("CONFIG GET server.maxPipeline")).containsExactly("server.maxPipeline", "5");
        } finally {
            process.kill();
        }
    }
}
