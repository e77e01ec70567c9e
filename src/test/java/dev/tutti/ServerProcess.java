package dev.tutti;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A server in a process of its own, with the class path and Java options of {@code run.sh}. */
final class ServerProcess {

    private final Process process;
    private final BufferedReader output;

    private ServerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts one whose working and temporary directory is the given one; it ends with this process at the latest. */
    static ServerProcess start(Path directory, String... args) throws IOException {
        Path home = Path.of("").toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-Dlogback.configurationFile=" + home.resolve("conf/logback.xml"));
        command.add("-Dtutti.home=" + home);
        command.add("-Djava.io.tmpdir=" + directory);
        command.add("-cp");
        command.add(home.resolve("target/classes") + File.pathSeparator + home.resolve("target/lib") + "/*");
        command.add("dev.tutti.Tutti");
        command.addAll(List.of(args));
        Process process =
                new ProcessBuilder(command).directory(directory.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ServerProcess(process);
    }

    /** Waits for the next line on standard output. */
    String firstLine() throws IOException {
        return output.readLine();
    }

    /** Waits for the end of standard output. */
    String output() {
        return output.lines().collect(Collectors.joining("\n"));
    }

    /** Waits for the end of standard error. */
    List<String> errors() {
        return process.errorReader().lines().collect(Collectors.toList());
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end");
        }
        return process.exitValue();
    }

    /** Sends SIGTERM, by the handle, since the process itself closes its streams with that. */
    void terminate() {
        process.toHandle().destroy();
    }
}
