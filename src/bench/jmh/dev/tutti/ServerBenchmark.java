package dev.tutti;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The whole server, asked over a socket by one connection. What its client allocates is next to nothing, so that the
 * bytes are those of the server, Vert.x and Netty.
 */
@State(Scope.Benchmark)
public class ServerBenchmark {

    private static final int OPERATIONS = 1024;
    private static final String CONFIGURATION =
            "{\"server\": {\"port\": 0}, \"producer\": {\"journal\": null}, \"queues\": {\"jobs\": {}}}";
    private static final byte[] DONE = ascii("QUEUE DONE jobs ");
    private static final int LINES_OF_A_DELIVERY = 5;

    /** Commands a write. */
    @Param({"1", "16", "64"})
    public int pipeline;

    private final byte[] replies = new byte[1 << 16];
    private final byte[] dones = new byte[1 << 16];
    private Vertx vertx;
    private Socket socket;
    private OutputStream out;
    private InputStream in;
    private byte[] pings;
    private byte[] puts;
    private byte[] gets;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Setup
    public void start() throws Exception {
        pings = ascii("*1\r\n$4\r\nPING\r\n".repeat(pipeline));
        puts = ascii("*4\r\n$5\r\nQUEUE\r\n$3\r\nPUT\r\n$4\r\njobs\r\n$8\r\n12345678\r\n".repeat(pipeline));
        gets = ascii("*3\r\n$5\r\nQUEUE\r\n$3\r\nGET\r\n$4\r\njobs\r\n".repeat(pipeline));
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        MainVerticle main = new MainVerticle();
        vertx.deployVerticle(main, new DeploymentOptions().setConfig(new JsonObject(CONFIGURATION)))
                .await(10, TimeUnit.SECONDS);
        socket = new Socket("127.0.0.1", main.actualPort());
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = socket.getInputStream();
    }

    @TearDown
    public void stop() throws Exception {
        socket.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    /** What never leaves the connection's side of the server. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void ping() throws IOException {
        for (int asked = 0; asked < OPERATIONS; asked += pipeline) {
            ask(pings, pings.length, pipeline);
        }
    }

    /** PUT, GET and DONE of an item: all three commands are one operation. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void cycle() throws IOException {
        for (int asked = 0; asked < OPERATIONS; asked += pipeline) {
            ask(puts, puts.length, pipeline);
            int length = ask(gets, gets.length, pipeline * LINES_OF_A_DELIVERY);
            ask(dones, finish(length), pipeline);
        }
    }

    /** Writes the requests, waits for so many lines, and gives their length. */
    private int ask(byte[] requests, int length, int lines) throws IOException {
        out.write(requests, 0, length);
        int read = 0;
        for (int missing = lines; missing > 0; ) {
            int more = in.read(replies, read, replies.length - read);
            for (int i = read; i < read + more; i++) {
                missing -= replies[i] == '\n' ? 1 : 0;
            }
            read += more;
        }
        return read;
    }

    /** Makes a DONE of the id in each delivery; gives the length of all. */
    private int finish(int length) {
        int to = 0;
        for (int i = 0; i < length; i++) {
            if (replies[i] == '*') {
                System.arraycopy(DONE, 0, dones, to, DONE.length);
                to += DONE.length;
                for (int digit = i + "*3\r\n:".length(); replies[digit] != '\r'; digit++) {
                    dones[to++] = replies[digit];
                }
                dones[to++] = '\r';
                dones[to++] = '\n';
            }
        }
        return to;
    }
}
