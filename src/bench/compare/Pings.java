import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** A connection that does nothing but PING, about twice a millisecond, and remembers the longest wait for a PONG. */
final class Pings extends Thread implements AutoCloseable {

    private static final long PAUSE_NANOS = 500_000;

    private final Socket socket;
    private volatile boolean ended;
    private volatile long worstNanos;
    private volatile IOException failure;

    Pings(int port) throws IOException {
        super("pings");
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        setDaemon(true);
        start();
    }

    @Override
    public void run() {
        byte[] ping = Requests.resp("PING");
        try {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            while (!ended) {
                long begin = System.nanoTime();
                out.write(ping);
                readLine(in);
                worstNanos = Math.max(worstNanos, System.nanoTime() - begin);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private static void readLine(InputStream in) throws IOException {
        int b = in.read();
        if (b != '+') {
            throw new IOException("a PING was not answered with PONG");
        }
        while (b != '\n') {
            b = in.read();
        }
    }

    /** The longest wait in milliseconds, that of the last PING included. */
    double worst() throws IOException, InterruptedException {
        ended = true;
        join();
        if (failure != null) {
            throw failure;
        }
        return worstNanos / 1e6;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        socket.close();
    }
}
