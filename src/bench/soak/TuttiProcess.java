import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The server under test, which is started again and again with the same journal and port. */
final class TuttiProcess {

    private static final Path HOME = Path.of(System.getProperty("home"));
    private static final Path WORK = Path.of(System.getProperty("work"));
    private static final String CONFIGURATION =
            """
            {
              "server": {"port": %d, "drainTimeout": "1s"},
              "producer": {"journal": "%s/journal", "reserve": "1MiB"},
              "queues": {
                "jobs": {"maxSize": 5000, "attempts": 4, "backoff": "50ms"},
                "mails": {"maxSize": 5000, "kind": "priority", "attempts": 4},
                "reports": {"maxSize": 5000, "kind": "lifo", "attempts": 4}
              },
              "consumers": [
                {"queue": "echo", "task": "echo"},
                {"queue": "sleep", "task": "sleep"},
                {"queue": "fail", "task": "fail"}
              ]
            }
            """;

    /** How far the clock of the process is ahead of that of the machine, in libfaketime's words. */
    private static final Path CLOCK = WORK.resolve("clock");

    private final String heap;
    /** The library of Debian's package faketime, which gives a process a clock of its own; null if it has none. */
    private final Path clockLibrary;

    private volatile int port;
    private Process process;
    private Thread reader;

    /** @param hasOwnClock whether it gets a clock that can be stepped, which makes it several times slower */
    TuttiProcess(String heap, boolean hasOwnClock) throws IOException {
        this.heap = heap;
        this.clockLibrary = hasOwnClock ? clockLibrary() : null;
        stepClock(0);
    }

    private static Path clockLibrary() throws IOException {
        try (DirectoryStream<Path> places = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-*")) {
            for (Path place : places) {
                Path library = place.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return library;
                }
            }
        }
        throw new IOException("steps of the clock need Debian's package faketime: apt-get install faketime");
    }

    boolean hasOwnClock() {
        return clockLibrary != null;
    }

    /** Sets the clock of the process, so many seconds ahead of the machine's or, if it is negative, behind. */
    void stepClock(int seconds) throws IOException {
        Path next = Files.writeString(WORK.resolve("clock.next"), "%+ds%n".formatted(seconds));
        Files.move(next, CLOCK, StandardCopyOption.ATOMIC_MOVE);
    }

    int port() {
        return port;
    }

    /** Starts it, and waits until it listens. */
    void start() throws IOException {
        Path configuration = Files.writeString(WORK.resolve("config.json"), CONFIGURATION.formatted(port, WORK));
        ProcessBuilder builder = new ProcessBuilder("./run.sh", "--conf", configuration.toString());
        builder.environment().put("JAVA_OPTS", "-Xmx" + heap);
        if (hasOwnClock()) {
            builder.environment().put("LD_PRELOAD", clockLibrary.toString());
            builder.environment().put("FAKETIME_TIMESTAMP_FILE", CLOCK.toString());
            builder.environment().put("FAKETIME_CACHE_DURATION", "1");
            builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        process = builder.directory(HOME.toFile()).redirectErrorStream(true).start();
        Files.writeString(WORK.resolve("pid"), String.valueOf(process.pid()));
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.contains(" listens on ")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the server does not start");
        }
        port = Integer.parseInt(line.replaceAll(".* listens on \\S+:(\\d+);.*", "$1"));
        reader = new Thread(() -> output.lines().filter(TuttiProcess::isTrouble).forEach(System.out::println));
        reader.setDaemon(true);
        reader.start();
    }

    private static boolean isTrouble(String line) {
        return line.contains(" ERROR ") || line.contains("Exception");
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid())).start().waitFor();
    }

    /** Ends it by a signal, waits for the end, and returns the exit code. */
    int end(String signal) throws IOException, InterruptedException {
        signal(signal);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the server has not ended within 30 s of SIG" + signal);
        }
        Files.delete(WORK.resolve("pid"));
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Collects all garbage, and returns the memory, files and threads of the process, and the names that it knows. */
    Sample sample(double minute) throws IOException, InterruptedException {
        String pid = String.valueOf(process.pid());
        new ProcessBuilder(System.getProperty("jcmd"), pid, "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        try (Client client = new Client(port);
                Stream<Path> files = Files.list(Path.of("/proc", pid, "fd"))) {
            String info = (String) client.ask("INFO");
            return new Sample(
                    minute,
                    number(info, "used_memory:") >> 10,
                    status(pid, "VmRSS:"),
                    status(pid, "Threads:"),
                    files.count(),
                    number(info, "blocked_clients:"),
                    ((List<?>) client.ask("QUEUE", "LIST")).size());
        }
    }

    private static long number(String info, String key) {
        int start = info.indexOf(key) + key.length();
        return Long.parseLong(info.substring(start, info.indexOf('\r', start)));
    }

    private static long status(String pid, String key) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no " + key + " of process " + pid);
    }
}
