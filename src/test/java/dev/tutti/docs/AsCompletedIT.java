package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.TuttiServer;
import dev.tutti.docs.Markdown.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program with asyncio's as_completed that the page about clients shows. */
@Timeout(120)
class AsCompletedIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    @TempDir
    private Path home;

    @Test
    void resultsComeAsTheirTasksEnd() throws Exception {
        Shell shell = new Shell(home).withPythonThatHasRedis();
        assumeTrue(shell.succeeds("python3 -c 'import redis'"), "left out, for there is no redis-py here");
        Block program = Markdown.read(Path.of("src/site/markdown/clients.md")).blocks("python").stream()
                .filter(block -> block.lines().get(0).equals("# as_completed.py"))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                home.resolve("as_completed.py"), program.text().replace("8888", String.valueOf(server.port())));
        assertThat(shell.run("python3 as_completed.py", List.of()))
                .hasSize(3)
                .endsWith("500")
                .containsOnlyOnce("A")
                .anyMatch(line -> line.startsWith("FAILED b"));
    }
}
