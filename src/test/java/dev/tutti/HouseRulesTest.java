package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

    private static final Predicate<String> SLEEPS = Pattern.compile(
                    "Thread\\.sleep|TimeUnit\\.\\w+\\.sleep|\\.delay\\([^)]|LockSupport\\.park|\\.setTimer\\(")
            .asPredicate();
    /** A random test may derive further seeds from its own with {@code nextLong}. */
    private static final Predicate<String> SEEDS = Pattern.compile(
                    "new (Splittable)?Random\\((?!\\w+\\.nextLong\\(\\)\\))|ThreadLocalRandom|Math\\.random")
            .asPredicate();

    private static final Predicate<String> WALL_CLOCK = line -> line.contains("System.currentTimeMillis");
    private static final Predicate<String> ADDRESS =
            Pattern.compile("\"tutti\\.(?!home\")").asPredicate();
    private static final Predicate<String> REGEX = Pattern.compile(
                    "java\\.util\\.regex|\\.matches\\(\"|\\.replaceAll\\(|\\.replaceFirst\\(|(?<!InlineWords)\\.split\\((?!\" \"\\))")
            .asPredicate();
    private static final Predicate<String> UNFINISHED =
            Pattern.compile("\\b(TODO|FIXME|XXX)\\b").asPredicate();
    private static final Predicate<String> SWITCHED_OFF = line -> line.matches("\\s*@Disabled\\b.*");
    private static final Predicate<String> OUTPUT =
            Pattern.compile("System\\.(out|err)|printStackTrace").asPredicate();
    private static final Predicate<String> LONG_COMMENT =
            line -> line.length() > 120 && line.matches("\\s*(/\\*|\\*|//).*");
    private static final Predicate<String> VAGUE_NAME = name ->
            name.matches(".*/(util|utils|common|helpers?|misc)/.*") || name.matches(".*(Impl|Utils?|Helper)\\.java");

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
        assertThat(sources(MAIN, TEST, BENCHMARKS))
                .isNotEmpty()
                .filteredOn(file -> lines(file).size() > LONGEST_FILE)
                .isEmpty();
    }

    @Test
    void aMethodHasAtMost60Lines() {
        assertThat(sources(MAIN, TEST, BENCHMARKS).stream()
                        .flatMap(file -> longMethods(file.toString(), lines(file)).stream()))
                .isEmpty();
    }

    /** A method ends with the first brace at the depth at which it begins: the formatter sees to that. */
    private static List<String> longMethods(String file, List<String> source) {
        List<String> lines = withoutTextBlocks(source);
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

    /** The lines of text blocks, which may be less deep than the method around them, are made blank. */
    private static List<String> withoutTextBlocks(List<String> source) {
        List<String> lines = new ArrayList<>();
        boolean inBlock = false;
        for (String line : source) {
            boolean isEdge = line.split("\"{3}", -1).length % 2 == 0;
            lines.add(inBlock ? "" : line);
            inBlock ^= isEdge;
        }
        return lines;
    }

    /** Whether everything between is deeper, so that the brace belongs to this beginning and not to an outer one. */
    private static boolean endsHere(List<String> lines, int from, int to, String indent) {
        return lines.subList(from + 1, to).stream()
                .allMatch(line -> line.isBlank() || line.startsWith(indent + " ") || line.startsWith(indent + ")"));
    }

    @Test
    void aCommentHasAtMost120CharactersALine() {
        assertThat(found(LONG_COMMENT, sources(MAIN))).isEmpty();
    }

    @Test
    void testsDoNotSleep() {
        assertThat(found(SLEEPS, sources(TEST))).isEmpty();
    }

    @Test
    void randomTestsTakeTheirSeedFromOneProperty() {
        List<Path> others = sources(TEST).stream()
                .filter(file -> !file.endsWith("Seeds.java"))
                .toList();
        assertThat(found(SEEDS, others)).isEmpty();
    }

    @Test
    void packagesAndTypesAreNamedByWhatTheyAre() {
        assertThat(sources(MAIN, TEST, BENCHMARKS)).extracting(Path::toString).noneMatch(VAGUE_NAME);
    }

    @Test
    void timeIsReadFromTheMonotonicClock() {
        assertThat(found(WALL_CLOCK, sources(MAIN, TEST, BENCHMARKS))).isEmpty();
    }

    @Test
    void addressesOfTheEventBusAreInOnePlace() {
        List<Path> others = sources(MAIN).stream()
                .filter(file -> !file.endsWith("bus/Addresses.java"))
                .collect(Collectors.toList());
        assertThat(found(ADDRESS, others)).isEmpty();
    }

    /** A regular expression can take a time that grows exponentially with its input, or overflow the stack. */
    @Test
    void nothingThatAClientSendsReachesARegularExpression() {
        List<Path> files = sources(MAIN).stream()
                .filter(file ->
                        CLIENT_INPUT.contains(file.getParent().getFileName().toString()))
                .filter(file -> !REGEX_ON_CONSTANTS.contains(file.getFileName().toString()))
                .toList();
        assertThat(files).hasSizeGreaterThan(100);
        assertThat(found(REGEX, files)).isEmpty();
    }

    @Test
    void nothingIsLeftToDo() {
        assertThat(found(UNFINISHED, sources(MAIN, TEST, BENCHMARKS))).isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() {
        assertThat(found(SWITCHED_OFF, sources(TEST))).isEmpty();
    }

    @Test
    void nothingIsWrittenToStandardOutputButByTheMainClass() {
        List<Path> others = sources(MAIN).stream()
                .filter(file -> !file.endsWith("Tutti.java"))
                .collect(Collectors.toList());
        assertThat(found(OUTPUT, others)).isEmpty();
    }

    // ---- a rule that is broken is noticed

    @Test
    void aLongMethodIsFound() {
        assertThat(longMethods("A", method(58))).isEmpty();
        assertThat(longMethods("A", method(59))).containsExactly("A:2 has 61 lines");
    }

    @Test
    void aTextBlockHidesNoLongMethod() {
        String quotes = "\"".repeat(3);
        String[] block = {"        String text = " + quotes, "begins at the left", "    }", quotes + ";"};
        assertThat(longMethods("A", method(55, block))).containsExactly("A:2 has 61 lines");
    }

    /** A class with a method that begins with these lines and goes on with so many calls. */
    private static List<String> method(int calls, String... first) {
        List<String> source = new ArrayList<>(List.of("class A {", "    void run() {"));
        source.addAll(List.of(first));
        source.addAll(Collections.nCopies(calls, "        run();"));
        source.addAll(List.of("    }", "}"));
        return source;
    }

    @Test
    void everyForbiddenLineIsFound() {
        assertThat(List.of("Thread.sleep(1);", "TimeUnit.SECONDS.sleep(1);", "LockSupport.park();", "x.setTimer(1, y)"))
                .allMatch(SLEEPS);
        assertThat(List.of("new Random()", "new Random(42)", "new SplittableRandom(7)", "Math.random()"))
                .allMatch(SEEDS);
        assertThat("new Random(seeds.nextLong())").doesNotMatch(SEEDS);
        assertThat("long now = System.currentTimeMillis();").matches(WALL_CLOCK);
        assertThat("\"tutti.producer.0\"").matches(ADDRESS);
        assertThat("\"tutti.home\"").doesNotMatch(ADDRESS);
        assertThat(List.of("text.matches(\"a*\")", "text.split(\"a*\")", "text.replaceAll(a, b)"))
                .allMatch(REGEX);
        assertThat("text.split(\" \")").doesNotMatch(REGEX);
        assertThat("// " + "TODO later").matches(UNFINISHED);
        assertThat("    @Disabled").matches(SWITCHED_OFF);
        assertThat(List.of("System.out.println();", "e.printStackTrace();")).allMatch(OUTPUT);
        assertThat(List.of("    /** " + "a".repeat(120), " * " + "a".repeat(120), "// " + "a".repeat(120)))
                .allMatch(LONG_COMMENT);
        assertThat(" * " + "a".repeat(117)).doesNotMatch(LONG_COMMENT);
        assertThat(List.of("dev/tutti/util/A.java", "dev/tutti/AImpl.java", "dev/tutti/StringUtils.java"))
                .allMatch(VAGUE_NAME);
    }

    @Test
    void aForbiddenLineIsNamedWithItsPlace() {
        assertThat(found(UNFINISHED, Path.of("A.java"), List.of("one", " // TODO")))
                .containsExactly("A.java:2: // TODO");
    }
}
