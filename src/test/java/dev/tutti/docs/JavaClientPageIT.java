package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.BoundedProcess;
import dev.tutti.TuttiServer;
import dev.tutti.docs.Markdown.Block;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the programs of java-client.md. */
@Timeout(60)
class JavaClientPageIT {

    private static final Markdown PAGE = Markdown.read(Path.of("src/site/markdown/java-client.md"));
    private static final Pattern CLASS = Pattern.compile("(?m)^public class (\\w+)");
    private static final Pattern POM_VERSION =
            Pattern.compile("<artifactId>tutti</artifactId>\\s*<version>(.*)</version>");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    @TempDir
    private Path directory;

    private Path classes;

    @BeforeEach
    void compile() throws IOException {
        classes = Files.createDirectory(directory.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-Werror", "-cp", CLASS_PATH, "-d", classes.toString()));
        for (Block block : PAGE.blocks()) {
            if (block.language().equals("java")) {
                Matcher name = CLASS.matcher(block.text());
                assertThat(name.find()).isTrue();
                String text = block.text().replace("localhost:8888", "127.0.0.1:" + server.port());
                arguments.add(Files.writeString(directory.resolve(name.group(1) + ".java"), text)
                        .toString());
            }
        }
        assertThat(arguments).hasSize(5 + 3);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    private Process start(String program) throws IOException {
        return BoundedProcess.start(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes + File.pathSeparator + CLASS_PATH,
                        "com.example." + program)
                .redirectErrorStream(true));
    }

    private List<String> run(String program) throws Exception {
        Process process = start(program);
        List<String> printed = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as("%s", printed).isZero();
        return printed;
    }

    @Test
    void theFirstProgramMailsAndShouts() throws Exception {
        assertThat(run("Mailer")).containsSubsequence("to alice under a token: true", "[ONE, TWO]");
    }

    @Test
    void theBlockingProgramBooks() throws Exception {
        assertThat(run("Ledger")).containsSubsequence("booked: 5 euros", "no more bookings");
    }

    @Test
    void theWorkerCountsWordsUntilItIsTerminated() throws Exception {
        Process worker = start("Words");
        server.awaitStat("words", "getters", 1);
        assertThat(server.connect().ask("RUN words hello")).isEqualTo("1");
        worker.destroy();
        assertThat(worker.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void theDependencyHasTheVersionOfThisBuild() throws IOException {
        Matcher pom = POM_VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();
        assertThat(PAGE.lines()).contains("  <version>" + pom.group(1) + "</version>");
    }
}
