import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A server's process, from its start on a free port to its end. */
final class Server implements AutoCloseable {

    private static final long START_SECONDS = 60;
    private static final int LEAST_PORT = 20_000;
    private static final int MOST_PORT = 32_000;

    private final String name;
    private final Process process;
    private final int port;
    private final Path log;
    private final Path pidFile;

    /** The command stands in a directory of its own, in which the server runs, and is told of there until it ends. */
    Server(String name, List<String> command, int port, Path directory) throws IOException {
        this.name = name;
        this.port = port;
        log = directory.resolve("log");
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        pidFile = Files.createFile(directory.resolveSibling("pid-" + process.pid()));
    }

    /** Below those that the system gives to connections, so that none takes it before the server does. */
    static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LEAST_PORT, MOST_PORT);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue; // another, then
            }
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it accepts connections. */
    Server awaitStart() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!accepts()) {
            if (!process.isAlive()) {
                close();
                throw new IOException(name + " did not start" + lastWords());
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new IOException(name + " did not listen within " + START_SECONDS + " s" + lastWords());
            }
            Thread.sleep(5);
        }
        return this;
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Of its log; what is indented belongs to what stands before. */
    String lastWords() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .reduce((line, next) -> next)
                .map(line -> "; the last that " + name + " said: " + line)
                .orElse("");
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    double cpuSeconds() throws IOException {
        return Machine.processSeconds(process.pid());
    }

    double residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(pidFile);
    }
}
