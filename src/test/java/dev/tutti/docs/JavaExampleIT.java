package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.BoundedProcess;
import dev.tutti.TuttiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Builds the example project for Java as a user does, with the jars of this build in its Maven repository. */
@Timeout(120)
class JavaExampleIT {

    private static final Path EXAMPLE = Path.of("src/examples/java");
    private static final Pattern VERSION = Pattern.compile("<artifactId>tutti</artifactId>\\s*<version>(.*)</version>");

    @TempDir
    private static Path directory;

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare();

    @BeforeAll
    static void build() throws Exception {
        Path project = directory.resolve("project");
        copy(EXAMPLE, project);
        Path repository = repository(directory.resolve("repository"));
        List<String> output =
                run(project, "mvn", "-o", "-q", "-B", "-ntp", "-Dmaven.repo.local=" + repository, "package");
        assertThat(project.resolve("target/example.jar")).as("%s", output).exists();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !file.startsWith(from.resolve("target")))
                    .toList()) {
                Files.createDirectories(to.resolve(from.relativize(file)).getParent());
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /** A repository with what {@code mvn install} puts there, and links to all that the user's own one has else. */
    private static Path repository(Path repository) throws IOException {
        Path usual =
                Path.of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository"));
        link(usual, repository, "dev");
        link(usual.resolve("dev"), repository.resolve("dev"), "tutti");
        String version = version(Path.of("pom.xml"));
        Path installed = Files.createDirectories(repository.resolve("dev/tutti/tutti/" + version));
        String name = "tutti-" + version;
        Files.copy(Path.of("pom.xml"), installed.resolve(name + ".pom"));
        Files.copy(Path.of("target/tutti.jar"), installed.resolve(name + ".jar"));
        Files.copy(Path.of("target/tutti-client.jar"), installed.resolve(name + "-client.jar"));
        return repository;
    }

    private static void link(Path from, Path to, String left) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.filter(entry -> !entry.endsWith(left)).toList()) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
            }
        }
    }

    private static String version(Path pom) throws IOException {
        Matcher version = VERSION.matcher(Files.readString(pom));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    private static List<String> run(Path directory, String... command) throws Exception {
        Process process = BoundedProcess.start(
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true));
        List<String> output = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as("%s", output).isZero();
        return output;
    }

    @Test
    void itRunsWithTheClientAndVertxAlone() throws Exception {
        Path project = directory.resolve("project");
        try (Stream<Path> jars = Files.list(project.resolve("target/lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .allMatch(name -> name.matches("(tutti-.*-client|vertx-core|netty-|jackson-core).*\\.jar"));
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String url = "redis://127.0.0.1:" + server.port();
        assertThat(run(project, java, "-cp", "target/example.jar:target/lib/*", "com.example.Main", url))
                .contains("9 16 25");
        assertThat(server.stat("square", "unfinished")).isZero();
    }

    @Test
    void itNamesTheVersionsOfThisBuild() throws IOException {
        assertThat(version(EXAMPLE.resolve("pom.xml"))).isEqualTo(version(Path.of("pom.xml")));
        Matcher vertx =
                Pattern.compile("<vertx.version>(.*)</vertx.version>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(vertx.find()).isTrue();
        assertThat(Files.readString(EXAMPLE.resolve("pom.xml"))).contains("<version>" + vertx.group(1) + "</version>");
    }
}
