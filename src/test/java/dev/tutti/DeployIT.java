package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files in {@code src/main/deploy}, by which Tutti runs as a service. */
@Timeout(60)
class DeployIT {

    private static final Path DEPLOY = Path.of("src/main/deploy");

    @TempDir
    private Path directory;

    @Test
    void systemdIsToldThatTheServerListens() throws Exception {
        Path told = directory.resolve("told");
        Path program = directory.resolve("systemd-notify");
        Files.writeString(
                program, "#!/bin/sh\necho \"$*\" > '" + told + ".new' && mv '" + told + ".new' '" + told + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        ServerProcess server = ServerProcess.startWithEnvironment(
                List.of("NOTIFY_SOCKET=/run/none", "PATH=" + directory + ":" + System.getenv("PATH")),
                directory,
                "--conf",
                "{\"server\":{\"port\":0}}");
        try (RespClient client = new RespClient(server.port())) {
            Await.until("systemd is told", () -> client.ask("PING").equals("PONG") && Files.exists(told));
            assertThat(told).hasContent("--ready");
        }
        server.terminate();
        assertThat(server.exitCode()).isEqualTo(128 + 15);
    }

    @Test
    void whereSystemdCannotBeToldTheLogSaysSo() throws Exception {
        ServerProcess server = ServerProcess.startWithEnvironment(
                List.of("NOTIFY_SOCKET=/run/none", "PATH=" + directory),
                directory,
                "--conf",
                "{\"server\":{\"port\":0}}");
        server.port();
        String line = server.firstLine();
        while (line != null && !line.contains("systemd is not told that the server is ready")) {
            line = server.firstLine();
        }
        assertThat(line).isNotNull();
        server.terminate();
        assertThat(server.exitCode()).isEqualTo(128 + 15);
    }

    /** The paths that only exist where Tutti is installed are replaced by some that exist. */
    @Test
    void systemdAcceptsTheUnit() throws Exception {
        Path unit = directory.resolve("tutti.service");
        Files.writeString(
                unit,
                Files.readString(DEPLOY.resolve("tutti.service"))
                        .replace("/opt/tutti/bin/tutti", "/bin/true")
                        .replace("User=tutti", "User=daemon")
                        .replace("Group=tutti", "Group=daemon"));
        Process analyze;
        try {
            analyze = BoundedProcess.start(
                    new ProcessBuilder("systemd-analyze", "verify", unit.toString()).redirectErrorStream(true));
        } catch (IOException absent) {
            assumeThat(absent).as("systemd-analyze is not installed").isNull();
            return;
        }
        String output = new String(analyze.getInputStream().readAllBytes());
        assertThat(analyze.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines().filter(line -> line.contains("tutti"))).isEmpty();
    }

    /** What Dockerfile and unit name is in the archive. */
    @Test
    void theArchiveHasWhatTheFilesName() throws Exception {
        String archive = Files.readString(DEPLOY.resolve("archive.xml"));
        assertThat(archive)
                .contains("<baseDirectory>tutti-${project.version}</baseDirectory>", "<destName>tutti</destName>");
        for (String file : List.of("tutti.service", "Dockerfile")) {
            assertThat(Files.readString(DEPLOY.resolve(file))).contains("/opt/tutti/bin/tutti");
        }
        assertThat(DEPLOY.resolve("../resources/dev/tutti/usage.txt")).exists();
    }
}
