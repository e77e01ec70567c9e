package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.TuttiServer;
import dev.tutti.docs.Markdown.Block;
import dev.tutti.docs.Transcript.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does what the examples show, each at a server of its own and in a directory with its files: types the same commands
 * into as many terminals, and compares what appears in them, but for tokens, numbers of connections and milliseconds.
 */
@Timeout(180)
class ExamplesIT {

    private static final Path DOCUMENT = Path.of("src/site/markdown/examples.md");
    private static final String USUAL_PORT = "8888";
    private static final Pattern FILE = Pattern.compile("# (\\w+\\.(?:py|sh))\\b.*");
    private static final Pattern TERMINAL = Pattern.compile("console (\\w+)");
    /** Commands that change nothing: a reader looks again when it is too early, and so does the test. */
    private static final Pattern LOOK = Pattern.compile(
            "grep .*|redis-cli .*\\b(WAITERS|INFO|SEMAPHORE VALUE|QUEUE SIZE|QUEUE INSPECT|SCHEDULE LIST)\\b.*");
    /** How WAITERS and INFO tell of somebody: a number and a time in lines of their own, or in one. */
    private static final Pattern NUMBER_OR_TIME =
            Pattern.compile("(?<=\\) \\(integer\\) )\\d+$|\\b\\d+(?=\\(\\w+\\))|\\b\\d+(?=ms\\b)");
    /** As Python does on a terminal. */
    private static final String PRINT_LINE_BY_LINE = "import sys; sys.stdout.reconfigure(line_buffering=True)\n";

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    @TempDir
    private Path home;

    private Shell shell;
    private final Map<String, Terminal> terminals = new LinkedHashMap<>();
    private final Tokens tokens = new Tokens();

    static List<Markdown> examples() {
        return Markdown.read(DOCUMENT).chapters();
    }

    @BeforeEach
    void findThePrograms() throws IOException {
        Files.writeString(home.resolve("sitecustomize.py"), PRINT_LINE_BY_LINE);
        shell = new Shell(home).withPythonThatHasRedis();
        for (String needed : List.of("redis-cli --version", "python3 -c 'import redis, sqlite3'")) {
            assumeTrue(shell.succeeds(needed), () -> "left out, for this does not work here: " + needed);
        }
    }

    @AfterEach
    void closeTheTerminals() {
        terminals.values().forEach(Terminal::end);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void anExamplePrintsWhatIsShown(Markdown example) throws Exception {
        for (Block file : example.blocks()) {
            Matcher name = FILE.matcher(file.lines().get(0));
            if (name.matches()) {
                Files.writeString(home.resolve(name.group(1)), atItsPort(file.text()));
            }
        }
        for (Block block : example.blocks()) {
            Matcher terminal = TERMINAL.matcher(block.language());
            if (terminal.matches()) {
                follow(block, terminal(terminal.group(1)));
            }
        }
        assertThat(terminals).isNotEmpty();
        for (Map.Entry<String, Terminal> terminal : terminals.entrySet()) {
            assertThat(terminal.getValue().leave())
                    .as("printed by %s in the end, and not shown", terminal.getKey())
                    .isEmpty();
        }
    }

    private Terminal terminal(String name) throws IOException {
        if (!terminals.containsKey(name)) {
            terminals.put(name, new Terminal(shell));
        }
        return terminals.get(name);
    }

    private String atItsPort(String text) {
        return text.replace(USUAL_PORT, String.valueOf(server.port()));
    }

    private void follow(Block block, Terminal terminal) throws Exception {
        String place = DOCUMENT.getFileName() + " line " + block.line();
        List<String> byItself = Transcript.before(block);
        assertThat(tokens.asShown(byItself, terminal.next(byItself.size())))
                .as(place)
                .containsExactlyInAnyOrderElementsOf(byItself);
        for (Step step : Transcript.of(block).steps()) {
            String what = place + ": " + step.command();
            if (LOOK.matcher(step.command()).matches()) {
                assertThat(look(step, terminal)).as(what).isEqualTo(unnumbered(step.printed()));
            } else {
                terminal.type(atItsPort(step.command()));
                assertThat(tokens.asShown(
                                step.printed(), terminal.next(step.printed().size())))
                        .as(what)
                        .isEqualTo(step.printed());
            }
        }
    }

    /** Gives what is shown as soon as it is printed, or what is printed in the end. */
    private List<String> look(Step step, Terminal terminal) throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<String> printed;
        do {
            printed = unnumbered(tokens.asShown(step.printed(), terminal.run(atItsPort(step.command()))));
        } while (!printed.equals(unnumbered(step.printed())) && System.nanoTime() - start < PATIENCE_NANOS);
        return printed;
    }

    private static List<String> unnumbered(List<String> lines) {
        return lines.stream()
                .map(line -> NUMBER_OR_TIME.matcher(line.stripTrailing()).replaceAll("N"))
                .toList();
    }

    /** Which of the tokens shown each real one is: always the same, and a later one for a later one. */
    private static final class Tokens {
        private static final Pattern TOKEN = Pattern.compile("\\b(\\d{16})\\b");
        private final Map<String, String> shownByReal = new LinkedHashMap<>();

        /** What was printed, with the tokens that are shown instead of the real ones. */
        List<String> asShown(List<String> shown, List<String> printed) {
            List<String> inTheDocument = Markdown.find(TOKEN, String.join("\n", shown));
            List<String> real = Markdown.find(TOKEN, String.join("\n", printed));
            for (int i = 0; i < Math.min(inTheDocument.size(), real.size()); i++) {
                meet(real.get(i), inTheDocument.get(i));
            }
            return printed.stream()
                    .map(line -> TOKEN.matcher(line)
                            .replaceAll(token -> shownByReal.getOrDefault(token.group(), token.group())))
                    .toList();
        }

        private void meet(String real, String shown) {
            boolean fits = shownByReal.entrySet().stream()
                    .allMatch(known -> order(real, known.getKey()) == order(shown, known.getValue()));
            if (fits) {
                shownByReal.put(real, shown);
            }
        }

        private static int order(String token, String other) {
            return Long.compare(Long.parseLong(token), Long.parseLong(other));
        }
    }
}
