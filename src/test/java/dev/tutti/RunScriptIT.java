package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code run.sh} shortens the start: by an archive of classes, which it makes once and can do without. */
@Timeout(120)
class RunScriptIT {

    /** An archive stands on top of Java's own, an AOT cache by itself. */
    private static final String FROM_THE_ARCHIVE = Runtime.version().feature() >= 25
            ? "dev.tutti.Tutti source: shared objects file"
            : "dev.tutti.Tutti source: shared objects file (top)";

    private static final String FROM_THE_JAR = "dev.tutti.Tutti source: file:";

    @TempDir
    private Path home;

    private Path archive;

    @BeforeEach
    void copyTheBuild() throws IOException {
        BuiltHome.copyTo(home);
        archive = home.resolve("target/classes-" + Runtime.version().feature() + ".jsa");
    }

    @Test
    void keepsTheClassesOfTheFirstStartAndNothingElse() throws Exception {
        assertThat(loaded()).contains(FROM_THE_ARCHIVE);
        assertThat(archive).isNotEmptyFile();
        try (Stream<Path> files = Files.list(home.resolve("target"))) {
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            archive,
                            home.resolve("target/tutti.jar"),
                            home.resolve("target/lib"),
                            home.resolve("target/class-path"));
        }
    }

    @Test
    void keepsThemAnewAfterABuild() throws Exception {
        loaded();
        Path jar = home.resolve("target/tutti.jar");
        Files.copy(Path.of("target/tutti.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
        assertThat(loaded()).contains(FROM_THE_ARCHIVE);
    }

    @Test
    void startsWithoutThemWhereTheyCannotBeRead() throws Exception {
        Files.writeString(archive, "no archive");
        assertThat(loaded()).contains(FROM_THE_JAR);
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        Matcher pom = Pattern.compile("<artifactId>tutti</artifactId>\\s*<version>(.*)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();
        String commit = Files.exists(Path.of(".git")) ? "[0-9a-f]{10}" : "unknown";
        Process version = run("--version");
        assertThat(version.inputReader().lines())
                .last(STRING)
                .matches("Tutti " + Pattern.quote(pom.group(1)) + " \\(" + commit + "\\)");
        assertThat(version.waitFor()).isZero();
    }

    @Test
    void logsAsTheUsersFileSaysIfThereIsOne() throws Exception {
        Files.writeString(home.resolve("conf/logback.xml"), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>mine%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="out"/></root>
                </configuration>
                """);
        Process server = run("--conf", "{\"server\":{\"port\":0},\"logging\":\"json\"}");
        try {
            assertThat(server.inputReader().readLine()).isEqualTo("mine");
        } finally {
            server.toHandle().destroy();
            server.waitFor();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <configuration><root>                 | Parsing fatal error on line 1 and column
            <configuration><appender name="a" class="NoSuch"/><root><appender-ref ref="a"/></root></configuration> | Could not create an Appender of type [NoSuch].
            """)
    void refusesABrokenLogFileWithOneLine(String text, String problem) throws Exception {
        Path file = Files.writeString(home.resolve("conf/logback.xml"), text);
        Process process = run("--check", "--conf", "{\"server\":{}}");
        List<String> lines = process.inputReader().lines().toList();
        assertThat(lines).singleElement(STRING).startsWith(file + ": " + problem);
        assertThat(process.waitFor()).isEqualTo(2);
    }

    /** The shell writes the bytes, since this Java may not be able to in its own locale. */
    @Test
    void readsArgumentsAndNamesOfFilesInTheLocaleC() throws Exception {
        Path script = script("bin", "words", """
                cd "$(dirname "$0")/.."
                mkdir "$(printf 'd\\303\\244ta')" && cd "$(printf 'd\\303\\244ta')"
                printf '{"producer": {"journal": "gr\\303\\274n"}}' >c.json
                export LC_ALL=C
                ../run.sh --check --conf c.json --set "queues.$(printf 'gr\\303\\266\\303\\237e').maxSize=5"
                """).resolve("words");
        ProcessBuilder words = new ProcessBuilder(script.toString()).redirectErrorStream(true);
        words.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = BoundedProcess.start(words);
        assertThat(process.inputReader(StandardCharsets.UTF_8).lines().map(line -> line.replaceAll(" +", " ")))
                .contains("queues.gr\u00f6\u00dfe.maxSize inline 5", "producer.journal file gr\u00fcn");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void refusesFewerFilesThanJavaNeeds() throws Exception {
        Process process = BoundedProcess.start(new ProcessBuilder("bash", "-c", "ulimit -n 40; ./run.sh")
                .directory(home.toFile())
                .redirectErrorStream(true));
        assertThat(process.inputReader().lines())
                .singleElement(STRING)
                .startsWith("run.sh: the process may open 40 files, and Java alone needs 64: raise the limit");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void theJarStartsByItself() throws Exception {
        Process process = BoundedProcess.start(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "target/tutti.jar",
                        "--check",
                        "--conf",
                        "{\"server\":{\"port\":7}}")
                .directory(home.toFile())
                .redirectErrorStream(true));
        assertThat(process.inputReader().lines()).contains("The configuration is valid: the text of --conf");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void saysWhoMayBuildACheckoutOfAnotherUser() throws Exception {
        Files.delete(home.resolve("target/class-path"));
        for (Path directory : List.of(home, home.resolve("target"))) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        boolean isRoot = System.getProperty("user.name").equals("root");
        List<String> command = new ArrayList<>(
                isRoot ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") : List.of());
        command.add("./run.sh");
        ProcessBuilder run = new ProcessBuilder(command).directory(home.toFile());
        Process process = BoundedProcess.start(run.redirectErrorStream(true));
        assertThat(String.join(" ", process.inputReader().lines().toList()))
                .startsWith("run.sh: Tutti is not built, or its sources are newer than the build, and ")
                .contains(" may not write to " + home.resolve("target") + ". Build it once as ");
        assertThat(process.waitFor()).isEqualTo(1);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(home.resolve("target"), PosixFilePermissions.fromString("rwx------"));
    }

    /** A directory with an executable file, which is a script of these lines. */
    private Path script(String directory, String name, String... lines) throws IOException {
        Path file = Files.createDirectories(home.resolve(directory)).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file.getParent();
    }

    @Test
    void takesTheJavaOfThePathWithoutAJavaHome() throws Exception {
        Path bin = script("jdk/bin", "java", "echo the Java of the PATH");
        Files.createDirectories(home.resolve("jdk/lib"));
        Files.createFile(home.resolve("jdk/lib/modules"));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        ProcessBuilder run = new ProcessBuilder("./run.sh").directory(home.toFile());
        run.environment().remove("JAVA_HOME");
        run.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        Process process = BoundedProcess.start(run.redirectErrorStream(true));
        assertThat(process.inputReader().lines()).containsExactly("the Java of the PATH");
        assertThat(process.waitFor()).isZero();
    }

    /** As long as another Java is found, a wrong JAVA_HOME is only told. */
    @ParameterizedTest
    @CsvSource({"11, has Java 11", ", has no Java"})
    void saysWhyItPassesJavaHomeOver(String version, String why) throws Exception {
        Path bin = script("jdk/bin", "java", "echo the Java of the PATH");
        Files.createDirectories(home.resolve("jdk/lib"));
        Files.createFile(home.resolve("jdk/lib/modules"));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Path old = home.resolve("old");
        if (version != null) {
            script("old/bin", "java", "exit 1");
            Files.writeString(old.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        }
        ProcessBuilder run = new ProcessBuilder("./run.sh").directory(home.toFile());
        run.environment().put("JAVA_HOME", old.toString());
        run.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        Process process = BoundedProcess.start(run.redirectErrorStream(true));
        assertThat(process.inputReader().lines())
                .containsExactly(
                        "run.sh: JAVA_HOME=" + old + " " + why + ", and Tutti needs 17 or later: "
                                + home.resolve("jdk").toRealPath() + " is used",
                        "the Java of the PATH");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void saysThatAFirstBuildNeedsTheNetwork() throws Exception {
        Path bin = script("bin", "mvn", "echo '[ERROR] Could not transfer artifact a:b:pom:1 from central'", "exit 1");
        Files.createFile(home.resolve("src/main/New.java"));
        ProcessBuilder run = new ProcessBuilder("./run.sh").directory(home.toFile());
        run.environment().put("JAVA_HOME", System.getProperty("java.home"));
        run.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        Process process = BoundedProcess.start(run.redirectErrorStream(true));
        assertThat(String.join("\n", process.inputReader().lines().toList()))
                .contains("Could not transfer artifact", "Maven could not reach a repository");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129"})
    void endsWhatItStartedWhenItIsInterrupted(String signal, int code) throws Exception {
        Process process = run("--version");
        Await.until(
                "the server for the archive runs",
                () -> process.descendants()
                        .anyMatch(child -> child.info().arguments().stream()
                                .flatMap(Stream::of)
                                .anyMatch("dev.tutti.Tutti"::equals)));
        List<ProcessHandle> children = process.descendants().toList();
        Process kill = new ProcessBuilder("kill", "-s", signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
        assertThat(process.waitFor()).isEqualTo(code);
        Await.until("what it started has ended", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        try (Stream<Path> files = Files.list(home.resolve("target"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("archive"));
        }
    }

    /** Where the JVM has its classes from, as it says of a start that only prints the version. */
    private String loaded() throws IOException, InterruptedException {
        Process process = run("--version");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(said).startsWith("Tutti ").doesNotContain("warning");
        return Files.readString(home.resolve("loaded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "-HELP"})
    void printsTheHelpWithoutJavaAndWithoutABuild(String option) throws Exception {
        Path usage = Path.of("src/main/resources/dev/tutti/usage.txt");
        Path checkout = Files.createDirectories(home.resolve("fresh"));
        Files.createDirectories(checkout.resolve(usage).getParent());
        Files.copy(usage, checkout.resolve(usage));
        Files.copy(Path.of("run.sh"), checkout.resolve("run.sh"));
        ProcessBuilder run = new ProcessBuilder("./run.sh", "--conf", "x.json", option).directory(checkout.toFile());
        run.environment().remove("JAVA_HOME");
        run.environment().put("PATH", "/usr/bin:/bin");
        Process process = BoundedProcess.start(run.redirectErrorStream(true));
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(usage));
        assertThat(process.waitFor()).isZero();
        try (Stream<Path> files = Files.list(checkout)) {
            assertThat(files).containsExactlyInAnyOrder(checkout.resolve("run.sh"), checkout.resolve("src"));
        }
    }

    @Test
    void theHelpOfAnArchiveNamesWhatIsThere() throws Exception {
        Path archive = Files.createDirectories(home.resolve("an archive"));
        Files.createDirectories(archive.resolve("bin"));
        Files.createDirectories(archive.resolve("lib"));
        Files.copy(Path.of("run.sh"), archive.resolve("bin/tutti"));
        Files.copy(Path.of("src/main/resources/dev/tutti/usage.txt"), archive.resolve("lib/usage.txt"));
        Files.createFile(archive.resolve("lib/tutti.jar"));
        Process process = BoundedProcess.start(new ProcessBuilder("bin/tutti", "--help")
                .directory(archive.toFile())
                .redirectErrorStream(true));
        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(help)
                .startsWith("Usage: bin/tutti [OPTION]...\n")
                .contains("conf/config.json beside bin,", "  JAVA_OPTS=-Xmx4g bin/tutti\n")
                .endsWith("\nMore: doc/configuration.md\n")
                .doesNotContain("run.sh", "src/");
        assertThat(Path.of("src/site/markdown/configuration.md")).exists();
        assertThat(Files.readString(Path.of("src/main/deploy/archive.xml")))
                .contains("<directory>src/site/markdown</directory>\n      <outputDirectory>doc</outputDirectory>");
    }

    private Process run(String... args) throws IOException {
        List<String> command =
                Stream.concat(Stream.of("./run.sh"), Stream.of(args)).toList();
        ProcessBuilder run = new ProcessBuilder(command).directory(home.toFile());
        run.environment().put("JAVA_HOME", System.getProperty("java.home"));
        run.environment().put("JAVA_OPTS", "-Xlog:class+load:file=" + home.resolve("loaded"));
        return BoundedProcess.start(run.redirectErrorStream(true));
    }
}
