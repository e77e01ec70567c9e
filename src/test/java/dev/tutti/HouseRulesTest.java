package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that the compiler does not know, asked of the sources. */
class HouseRulesTest {

    private static final int LONGEST_METHOD = 60;
    private static final int LONGEST_FILE = 350;
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final Path BENCHMARKS = Path.of("src/bench/jmh");
    /** The first line of a method, a constructor or an initializer, as the formatter leaves it. */
    private static final Pattern METHOD_BEGIN = Pattern.compile(" {4,}[^ /*@}].*[{(,]");

    /** The packages that see what clients send. */
    private static final Set<String> CLIENT_INPUT = Set.of(
            "bus",
            "command",
            "consumer",
            "coroutine",
            "net",
            "ops",
            "producer",
            "queue",
            "ready",
            "resp",
            "sync",
            "waiting");
    /** The files of these packages whose expressions see the syntax of commands, or PATH, and nothing from clients. */
    private static final Set<String> REGEX_ON_CONSTANTS = Set.of("SyntaxDocs.java", "ProcessTaskExecutor.java");

    private static List<Path> sources(Path... roots) {
        return Stream.of(roots).flatMap(HouseRulesTest::below).sorted().collect(Collectors.toList());
    }

    private static Stream<Path> below(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList()).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every line that the rule forbids, with its place; this file, which has to name what it forbids, aside. */
    private static List<String> found(Predicate<String> forbidden, List<Path> files) {
        return files.stream()
                .filter(file -> !file.endsWith("HouseRulesTest.java"))
                .flatMap(file -> found(forbidden, file, lines(file)))
                .collect(Collectors.toList());
    }

    private static Stream<String> found(Predicate<String> forbidden, Path file, List<String> lines) {
        return IntStream.range(0, lines.size())
                .filter(i -> forbidden.test(lines.get(i)))
                .mapToObj(i -> file + ":" + (i + 1) + ": " + lines.get(i).strip());
    }

    @Test
    void aFileHasAtMost350Lines() {
        assertThat(sources(MAIN, TEST, BENCHMARKS).stream()
                        .filter(file -> lines(file).size() > LONGEST_FILE)
                        .map(file -> file + " has " + lines(file).size() + " lines"))
                .isEmpty();
    }

    @Test
    void aMethodHasAtMost60Lines() {
        assertThat(sources(MAIN, TEST, BENCHMARKS).stream().flatMap(file -> longMethods(file).stream()))
                .isEmpty();
    }

    /** A method ends with the first brace at the depth at which it begins: the formatter sees to that. */
    private static List<String> longMethods(Path file) {
        List<String> lines = lines(file);
        List<String> found = new ArrayList<>();
        for (int from = 0; from < lines.size(); from++) {
            String line = lines.get(from);
            String indent =
                    line.substring(0, line.length() - line.stripLeading().length());
            boolean type = line.matches(".*\\b(class|interface|enum|record)\\b.*");
            if (METHOD_BEGIN.matcher(line).matches() && !type) {
                int to = from + 1;
                while (to < lines.size() && !lines.get(to).matches(indent + "}.*")) {
                    to++;
                }
                if (to < lines.size() && to - from + 1 > LONGEST_METHOD && endsHere(lines, from, to, indent)) {
                    found.add(file + ":" + (from + 1) + " has " + (to - from + 1) + " lines");
                }
            }
        }
        return found;
    }

    /** Whether everything between is deeper, so that the brace belongs to this beginning and not to an outer one. */
    private static boolean endsHere(List<String> lines, int from, int to, String indent) {
        return lines.subList(from + 1, to).stream()
                .allMatch(line -> line.isBlank() || line.startsWith(indent + " ") || line.startsWith(indent + ")"));
    }

    @Test
    void testsDoNotSleep() {
        Predicate<String> sleeps = Pattern.compile(
                        "Thread\\.sleep|TimeUnit\\.\\w+\\.sleep|\\.delay\\([^)]|LockSupport\\.park|\\.setTimer\\(")
                .asPredicate();
        assertThat(found(sleeps, sources(TEST))).isEmpty();
    }

    /** A random test may derive further seeds from its own with {@code nextLong}. */
    @Test
    void randomTestsTakeTheirSeedFromOneProperty() {
        Predicate<String> seeds = Pattern.compile(
                        "new (Splittable)?Random\\((?!\\w+\\.nextLong\\(\\)\\))|ThreadLocalRandom|Math\\.random")
                .asPredicate();
        List<Path> others = sources(TEST).stream()
                .filter(file -> !file.endsWith("Seeds.java"))
                .toList();
        assertThat(found(seeds, others)).isEmpty();
    }

    @Test
    void packagesAndTypesAreNamedByWhatTheyAre() {
        assertThat(sources(MAIN, TEST, BENCHMARKS))
                .extracting(Path::toString)
                .noneMatch(name -> name.matches(".*/(util|utils|common|helpers?|misc)/.*"))
                .noneMatch(name -> name.matches(".*(Impl|Utils?|Helper)\\.java"));
    }

    @Test
    void timeIsReadFromTheMonotonicClock() {
        assertThat(found(line -> line.contains("System.currentTimeMillis"), sources(MAIN, TEST, BENCHMARKS)))
                .isEmpty();
    }

    @Test
    void addressesOfTheEventBusAreInOnePlace() {
        List<Path> others = sources(MAIN).stream()
                .filter(file -> !file.endsWith("bus/Addresses.java"))
                .collect(Collectors.toList());
        assertThat(found(Pattern.compile("\"tutti\\.(?!home\")").asPredicate(), others))
                .isEmpty();
    }

    /** A regular expression can take a time that grows exponentially with its input, or overflow the stack. */
    @Test
    void nothingThatAClientSendsReachesARegularExpression() {
        Predicate<String> regex = Pattern.compile(
                        "java\\.util\\.regex|\\.matches\\(\"|\\.replaceAll\\(|\\.replaceFirst\\(|(?<!InlineWords)\\.split\\((?!\" \"\\))")
                .asPredicate();
        List<Path> files = sources(MAIN).stream()
                .filter(file ->
                        CLIENT_INPUT.contains(file.getParent().getFileName().toString()))
                .filter(file -> !REGEX_ON_CONSTANTS.contains(file.getFileName().toString()))
                .toList();
        assertThat(files).hasSizeGreaterThan(100);
        assertThat(found(regex, files)).isEmpty();
    }

    @Test
    void nothingIsLeftToDo() {
        assertThat(found(Pattern.compile("\\b(TODO|FIXME|XXX)\\b").asPredicate(), sources(MAIN, TEST, BENCHMARKS)))
                .isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() {
        assertThat(found(line -> line.matches("\\s*@Disabled\\b.*"), sources(TEST)))
                .isEmpty();
    }

    @Test
    void nothingIsWrittenToStandardOutputButByTheMainClass() {
        List<Path> others = sources(MAIN).stream()
                .filter(file -> !file.endsWith("Tutti.java"))
                .collect(Collectors.toList());
        assertThat(found(Pattern.compile("System\\.(out|err)|printStackTrace").asPredicate(), others))
                .isEmpty();
    }
}
