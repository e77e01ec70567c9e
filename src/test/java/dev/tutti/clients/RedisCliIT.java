package dev.tutti.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.TuttiServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the Redis distribution, if they are installed. */
@Timeout(60)
class RedisCliIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    @TempDir
    private Path directory;

    private String run(String program, String input, String... args) throws Exception {
        assumeTrue(isInstalled(program), program + " is not on the path");
        List<String> command = new ArrayList<>(List.of(program, "-p", String.valueOf(server.port())));
        command.addAll(List.of(args));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (IOException endedWithoutReading) {
            process.waitFor(30, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static boolean isInstalled(String program) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    @Test
    void redisCliTalksToIt() throws Exception {
        assertThat(run("redis-cli", "", "GATHER", "sha256", "hello", "upper", "world"))
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\nWORLD\n");
        assertThat(run("redis-cli", "", "-3", "--no-raw", "GATHER", "RETURN_EXCEPTIONS", "fail", "oops", "echo", "a b"))
                .isEqualTo("1) (error) FAILED oops\n2) \"a b\"\n");
    }

    @Test
    void redisCliReadsCommandsFromItsInput() throws Exception {
        assertThat(run("redis-cli", "QUEUE PUT q \"a b\"\nQUEUE SIZE q\nQUEUE PEEK q\nPING\n"))
                .isEqualTo("1\n1\n1\na b\nPONG\n");
    }

    @Test
    void redisCliShowsSchedules() throws Exception {
        assertThat(run(
                        "redis-cli",
                        "",
                        "SCHEDULE",
                        "SET",
                        "nightly",
                        "reports",
                        "all of them",
                        "CRON",
                        "30 2 * * mon-fri",
                        "ZONE",
                        "Europe/Berlin"))
                .isEqualTo("OK\n");
        assertThat(run("redis-cli", "SCHEDULE SET often ticks \"\" EVERY 60000\n"))
                .isEqualTo("OK\n");
        assertThat(run("redis-cli", "", "-3", "--no-raw", "SCHEDULE", "LIST").replaceAll("[0-9]{13}", "TIME"))
                .isEqualTo("""
                        1) 1# "name" => "nightly"
                           2# "queue" => "reports"
                           3# "cron" => "30 2 * * mon-fri"
                           4# "zone" => "Europe/Berlin"
                           5# "next" => (integer) TIME
                           6# "last" => (nil)
                           7# "skipped" => (integer) 0
                        2) 1# "name" => "often"
                           2# "queue" => "ticks"
                           3# "every" => (integer) 60000
                           4# "zone" => (nil)
                           5# "next" => (integer) TIME
                           6# "last" => (nil)
                           7# "skipped" => (integer) 0
                        """);
    }

    @Test
    void redisBenchmarkRunsItsOwnTestsAndOurs() throws Exception {
        assertThat(run("redis-benchmark", "", "-q", "-n", "2000", "-P", "16", "QUEUE", "PUT", "q", "x"))
                .contains("requests per second")
                .doesNotContain("WARNING", "Error", "ERR");
        assertThat(server.stat("q", "size")).isEqualTo(2000);
    }
}
