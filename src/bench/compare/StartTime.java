import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From the start of a process to its first reply; of the empty program, to its end. */
final class StartTime implements Trial {

    private static final int STARTS = 5;
    private static final long POLL_MILLIS = 1;

    private enum Program {
        TUTTI,
        /** The same Java with the same options, and a program that does nothing. */
        EMPTY,
        /** The same, class path and all, with a server of Vert.x and nothing else. */
        BARE_SERVER
    }

    private final Program program;

    private StartTime(Program program) {
        this.program = program;
    }

    static Row row() {
        return Row.of(
                        "start",
                        "from the start of Java to the first reply, and the whole run of a program that does nothing",
                        new Row.Entry("Tutti", null, new StartTime(Program.TUTTI)),
                        new Row.Entry("empty JVM", null, new StartTime(Program.EMPTY)),
                        new Row.Entry("Vert.x alone", null, new StartTime(Program.BARE_SERVER)))
                .atMost("start", 2.5);
    }

    @Override
    public List<Measure> round(Servers servers, double seconds) throws IOException, InterruptedException {
        List<String> command;
        int port;
        try (Server server = servers.fresh(Spec.TUTTI)) {
            command = commandOf(server.pid());
            port = server.port();
        }
        command = switch (program) {
            case TUTTI -> command;
            case EMPTY -> emptied(command);
            case BARE_SERVER -> bared(command, port);
        };
        double[] millis = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            millis[i] = start(servers, command, port);
        }
        return List.of(Measure.of("start", " ms", Result.Spread.of(millis).median()));
    }

    /** What run.sh has become. */
    private static List<String> commandOf(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        return Arrays.asList(line.split("\0"));
    }

    private static List<String> emptied(List<String> command) {
        List<String> words = new ArrayList<>(command.subList(0, command.indexOf("-cp")));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "Empty"));
        return words;
    }

    private static List<String> bared(List<String> command, int port) {
        List<String> words = new ArrayList<>(command.subList(0, command.indexOf("-cp") + 2));
        words.addAll(List.of("BareServer", String.valueOf(port)));
        return words;
    }

    private double start(Servers servers, List<String> command, int port) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (Server server = new Server("Java", command, port, servers.directory("start"))) {
            if (program == Program.EMPTY) {
                server.awaitEnd();
            } else {
                awaitReply(port);
            }
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    private static void awaitReply(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < deadline) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream out = socket.getOutputStream();
                out.write(Requests.line("PING"));
                InputStream in = socket.getInputStream();
                if (in.read() == '+') {
                    return;
                }
                throw new IOException("the first reply was no PONG");
            } catch (SocketException e) {
                // Refused; or reset, since Vert.x listens a moment before it takes connections.
                Thread.sleep(POLL_MILLIS);
            }
        }
        throw new IOException("nobody answered within a minute");
    }
}
