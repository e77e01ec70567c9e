package dev.tutti.command;

import dev.tutti.resp.Arguments;
import dev.tutti.resp.ProtocolException;
import dev.tutti.resp.RequestParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From bytes as they are read from a socket to the record of a command: one request a read, or 16. */
@State(Scope.Thread)
public class DecodingBenchmark {

    private static final int MIB = 1 << 20;
    private static final int DEPTH = 16;
    private static final String PUT = array("QUEUE", "PUT", "jobs", "12345678");

    private final RequestParser parser = new RequestParser(MIB, 4 * MIB);
    private final CommandTable table = new CommandTable(MIB, 4 * MIB, Map.of());
    private final ByteBuf inline = bytes("QUEUE PUT jobs 12345678\r\n");
    private final ByteBuf put = bytes(PUT);
    private final ByteBuf get = bytes(array("QUEUE", "GET", "jobs"));
    private final ByteBuf done = bytes(array("QUEUE", "DONE", "jobs", "1234567"));
    private final ByteBuf pipeline = bytes(PUT.repeat(DEPTH));

    private static String array(String... words) {
        StringBuilder array = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            array.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return array.toString();
    }

    private static ByteBuf bytes(String ascii) {
        return Unpooled.wrappedBuffer(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private void decode(ByteBuf read, Blackhole commands) throws ProtocolException {
        parser.feed(read.readerIndex(0));
        for (Arguments request = parser.next(); request != null; request = parser.next()) {
            commands.consume(table.decode(request));
        }
    }

    @Benchmark
    public void inlinePut(Blackhole commands) throws ProtocolException {
        decode(inline, commands);
    }

    @Benchmark
    public void put(Blackhole commands) throws ProtocolException {
        decode(put, commands);
    }

    @Benchmark
    public void get(Blackhole commands) throws ProtocolException {
        decode(get, commands);
    }

    @Benchmark
    public void done(Blackhole commands) throws ProtocolException {
        decode(done, commands);
    }

    @Benchmark
    @OperationsPerInvocation(DEPTH)
    public void putOf16(Blackhole commands) throws ProtocolException {
        decode(pipeline, commands);
    }
}
