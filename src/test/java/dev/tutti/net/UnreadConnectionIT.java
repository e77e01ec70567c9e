package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import dev.tutti.platform.TcpTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that goes away while the server does not read from it, because it has sent too much. */
@Timeout(60)
class UnreadConnectionIT {

    private static final int MAX_PIPELINE = 10;

    @RegisterExtension
    private final TuttiServer server = TuttiServer.on(EventLoopCount.ONE)
            .server("maxPipeline", MAX_PIPELINE)
            .server("tcpKeepAlive", "0s");

    private RespClient client;
    private RespClient other;

    @BeforeEach
    void connect() {
        assumeThat(TcpTable.isReadable()).isTrue();
        client = server.connect();
        other = server.connect();
    }

    static Stream<Named<Consumer<RespClient>>> goings() {
        return Stream.of(
                Named.of("closes", RespClient::close),
                Named.of("resets", RespClient::abort),
                Named.of("ends its output", RespClient::endOutput));
    }

    @ParameterizedTest
    @MethodSource("goings")
    void givesBackWhatItHeldThoughItsLastBytesWereNeverRead(Consumer<RespClient> goes) {
        client.ask("LOCK ACQUIRE l");
        long id = client.id();
        client.tell("EVENT WAIT never");
        client.send("PING\r\n".repeat(50_000));
        String waiting = " cmd-waiting=";
        Await.until("it is not read", () -> {
            String line = server.describe(id).strip();
            return Integer.parseInt(line.substring(line.indexOf(waiting) + waiting.length())) > MAX_PIPELINE;
        });
        goes.accept(client);
        long start = System.nanoTime();
        assertThat(other.ask("LOCK ACQUIRE l TIMEOUT 5000")).isInstanceOf(Long.class);
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }

    @Test
    void givesBackWhatItHeldThoughAllBuffersWereFullWhenItWasKilled() throws IOException {
        try (SocketChannel killed = SocketChannel.open(new InetSocketAddress("127.0.0.1", server.port()))) {
            killed.write(ascii("LOCK ACQUIRE l\r\n"));
            assertThat(killed.read(ByteBuffer.allocate(100))).isPositive();
            killed.configureBlocking(false);
            ByteBuffer pings = ascii("EVENT WAIT never\r\n" + "PING\r\n".repeat(2_000_000));
            int refusals = 0;
            while (refusals < 1000 && pings.hasRemaining()) {
                refusals = killed.write(pings) == 0 ? refusals + 1 : 0;
            }
            assertThat(pings.hasRemaining()).as("the system takes no more").isTrue();
        }
        Await.until("the lock is free", () -> other.ask("LOCK LOCKED l").equals(0L));
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void isAnsweredWholeIfItEndsItsOutputAndReadsTheRepliesLate() {
        client.ask("LOCK ACQUIRE l");
        client.send("RUN sleep 900\r\n" + "ECHO x\r\n".repeat(5_000)).endOutput();
        assertThat(client.read()).isEqualTo("900");
        assertThat(client.read(5_000)).isEqualTo(Collections.nCopies(5_000, "x"));
        assertThat(client.isAtEnd()).isTrue();
    }
}
