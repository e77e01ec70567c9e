import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server's process, from its start on a free port to its end. */
final class Server implements AutoCloseable {

    private static final long START_SECONDS = 60;

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

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
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
                Files.delete(pidFile);
                throw new NotAvailable(name + " did not start: " + lastWords());
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new IOException(name + " did not listen within " + START_SECONDS + " s: " + lastWords());
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

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
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
