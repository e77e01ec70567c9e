package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.ServerProcess;
import dev.tutti.docs.Markdown.Block;
import dev.tutti.docs.Transcript.Step;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what the configuration page says about clients on other machines, with an address of this one. */
@Timeout(120)
class AnotherMachineIT {

    private static final String SHOWN_ADDRESS = "10.0.0.5";
    private static final String ADDRESS = "127.0.0.1";

    @TempDir
    private Path directory;

    @Test
    void aClientConnectsWithThePasswordAndTheCertificate() throws Exception {
        Shell shell = new Shell(directory).withPythonThatHasRedis();
        for (String needed : List.of("openssl version", "redis-cli --tls --version", "python3 -c 'import redis'")) {
            assumeTrue(shell.succeeds(needed), () -> "left out, for this does not work here: " + needed);
        }
        Markdown page = Markdown.read(Path.of("src/site/markdown/configuration.md")).chapters().stream()
                .filter(chapter -> chapter.lines().get(0).equals("## Another machine"))
                .findFirst()
                .orElseThrow();
        List<Block> commands = page.blocks("console");
        assertThat(shell.succeeds(
                        here(Transcript.of(commands.get(0)).steps().get(0).command(), 0)))
                .isTrue();
        JsonObject tls = new JsonObject().put("cert", "server.pem").put("key", "server.key");
        JsonObject listener = new JsonObject()
                .put("host", ADDRESS)
                .put("port", 0)
                .put("password", "secret")
                .put("tls", tls);
        ServerProcess server = ServerProcess.startQuickly(
                directory, "--conf", new JsonObject().put("server", listener).encode());
        try {
            int port = server.port();
            Step step = Transcript.of(commands.get(1)).steps().get(0);
            assertThat(shell.run(here(step.command(), port), List.of())).isEqualTo(step.printed());
            String program = page.blocks("python").get(0).text();
            Files.writeString(directory.resolve("ping.py"), here(program, port));
            assertThat(shell.run("python3 ping.py", List.of())).containsExactly("True");
        } finally {
            server.kill();
        }
    }

    private static String here(String text, int port) {
        return text.replace(SHOWN_ADDRESS, ADDRESS).replace("8888", String.valueOf(port));
    }
}
