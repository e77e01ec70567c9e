package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.ImportOrderTest;
import dev.tutti.command.CommandTable;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.Reply;
import dev.tutti.resp.ProtocolException;
import dev.tutti.resp.RequestParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say that can be compared with the sources. */
class DocsTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/tutti");
    private static final Path DOCUMENTS = Path.of("src/site/markdown");
    private static final Markdown README = Markdown.read(Path.of("README.md"));
    private static final Markdown PROTOCOL = Markdown.read(DOCUMENTS.resolve("protocol.md"));
    private static final Markdown ARCHITECTURE = Markdown.read(DOCUMENTS.resolve("architecture.md"));

    private static final Pattern PATH = Pattern.compile("[\\w.*-]+(/[\\w.*-]+)+/?");
    /** Directories that a build or a user makes, and those of an unpacked archive. */
    private static final Pattern MADE_LATER = Pattern.compile("(target|lib|data|bin|deploy|ext)/.*");

    private static final Pattern FIRST_CODE_WORD = Pattern.compile("^(?:\\||-) `?\\(?([\\w.]+)\\)?`?");
    private static final Pattern COMMAND_NAME = Pattern.compile("([A-Z]+(?: [A-Z_]+(?:-[A-Z]+)*)?)(?: .*)?");
    private static final Pattern TEST_TO_RUN = Pattern.compile("-D(?:it\\.)?test='?(\\w+)");
    /** The most steps of a way in the architecture. */
    private static final int MOST_STEPS = 8;

    private static final Pattern TYPE_NAME = Pattern.compile("([A-Z][a-z]\\w*)(?:\\.([A-Z]\\w*))?");

    @Test
    void theReadmeAndTheArchitectureStayShort() {
        assertThat(README.lines()).hasSizeLessThanOrEqualTo(120);
        assertThat(ARCHITECTURE.lines()).hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void everyPathAndLinkInTheDocumentsExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Markdown document : documents()) {
            Path directory = document.file().toAbsolutePath().getParent();
            document.links().stream()
                    .filter(link -> !link.contains("://"))
                    .filter(link -> Files.notExists(directory.resolve(link)))
                    .forEach(link -> missing.add(document.file() + ": " + link));
            document.codeWords().stream()
                    .filter(word -> PATH.matcher(word).matches())
                    .filter(word -> !MADE_LATER.matcher(word).matches())
                    .filter(word -> Files.notExists(Path.of(word)))
                    .forEach(word -> missing.add(document.file() + ": " + word));
        }
        assertThat(missing).isEmpty();
    }

    private static List<Markdown> documents() throws IOException {
        try (Stream<Path> files = Files.list(DOCUMENTS)) {
            List<Markdown> documents = new ArrayList<>(List.of(README));
            files.sorted().map(Markdown::read).forEach(documents::add);
            return documents;
        }
    }

    @Test
    void thePackagesNamedAreThoseThereAre() throws IOException {
        Set<String> real = packages();
        Set<String> table = firstCodeWords(ARCHITECTURE.section("## Packages"));
        assertThat(table.remove("root")).isTrue();
        assertThat(table.remove("package")).isTrue();
        assertThat(table).isEqualTo(real);
    }

    private static Set<String> packages() throws IOException {
        try (Stream<Path> directories = Files.walk(SOURCES)) {
            return directories
                    .filter(Files::isDirectory)
                    .filter(directory -> !directory.equals(SOURCES))
                    .map(directory -> SOURCES.relativize(directory).toString().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> firstCodeWords(Markdown section) {
        return section.lines().stream()
                .flatMap(line -> Markdown.find(FIRST_CODE_WORD, line).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thePackageTableIsInTheOrderOfTheImports() {
        List<Integer> floors = ARCHITECTURE.section("## Packages").lines().stream()
                .flatMap(line -> Markdown.find(FIRST_CODE_WORD, line).stream())
                .filter(name -> !name.equals("package"))
                .map(DocsTest::floor)
                .toList();
        assertThat(floors).isSorted().contains(0, ImportOrderTest.FLOORS.size() - 1);
    }

    private static int floor(String packageName) {
        String part = packageName.equals("root") ? "" : packageName.split("\\.")[0];
        return IntStream.range(0, ImportOrderTest.FLOORS.size())
                .filter(floor -> ImportOrderTest.FLOORS.get(floor).contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError(packageName));
    }

    @Test
    void everyWayInTheArchitectureHasAtMostEightSteps() {
        List<String> ways = ARCHITECTURE.lines().stream()
                .filter(line -> line.startsWith("## The way of "))
                .toList();
        assertThat(ways)
                .hasSizeGreaterThan(3)
                .allSatisfy(way -> assertThat(ARCHITECTURE.section(way).lines())
                        .filteredOn(line -> line.matches("\\d+\\. .*"))
                        .hasSizeBetween(2, MOST_STEPS));
    }

    @Test
    void everyTestThatTheDocumentsRunIsThere() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Markdown document : documents()) {
            document.lines().stream()
                    .flatMap(line -> TEST_TO_RUN.matcher(line).results())
                    .forEach(test -> named.add(test.group(1)));
        }
        assertThat(named).contains("LauncherIT").isSubsetOf(testClasses());
    }

    private static Set<String> testClasses() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void everyTypeNamedInTheArchitectureIsThere() throws IOException {
        String sources = sources();
        List<String> missing = ARCHITECTURE.codeWords().stream()
                .map(TYPE_NAME::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(matcher.group(2) == null ? 1 : 2))
                .distinct()
                .filter(name -> !Pattern.compile("(class|record|interface|enum) " + name + "\\b")
                        .matcher(sources)
                        .find())
                .collect(Collectors.toList());
        assertThat(missing).isEmpty();
    }

    private static String sources() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.append(Files.readString(file));
            }
        }
        return sources.toString();
    }

    @Test
    void theProtocolNamesEveryCommandAndNoOther() {
        Set<String> named = PROTOCOL.codeWords().stream()
                .map(COMMAND_NAME::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> commands = usages().stream().map(DocsTest::name).toList();
        assertThat(named).containsAll(commands);
        Set<String> containers = commands.stream()
                .filter(name -> name.contains(" "))
                .map(name -> name.substring(0, name.indexOf(' ') + 1))
                .collect(Collectors.toSet());
        assertThat(named)
                .filteredOn(name -> containers.stream().anyMatch(name::startsWith))
                .isSubsetOf(commands);
    }

    private static String name(String usage) {
        List<String> name = Markdown.find(COMMAND_NAME, usage);
        return name.get(0);
    }

    /** The lines of HELP: name, syntax and summary of each command. */
    private static List<String> usages() {
        Reply help = ((ConnectionCommand.Deferred) decode("HELP")).reply().get();
        return ((Reply.Array) help)
                .elements().stream()
                        .map(line -> new String(((Reply.Bulk) line).bytes(), StandardCharsets.UTF_8))
                        .collect(Collectors.toList());
    }

    private static Object decode(String line) {
        try {
            RequestParser parser = new RequestParser(1024, 1024);
            byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
            parser.feed(bytes, 0, bytes.length);
            return new CommandTable(1024, 4096, Map.of()).decode(parser.next());
        } catch (ProtocolException e) {
            throw new AssertionError(line, e);
        }
    }
}
