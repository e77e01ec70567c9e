package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Reply;
import dev.tutti.platform.RecordedSocket;
import dev.tutti.platform.TcpTable;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How much is read of a connection that has too many commands, none of which is answered. */
class LookAheadTest {

    private static final long ID = 7;
    private static final int ESTABLISHED = 1;
    private static final long MIB = 1 << 20;

    private final NetScene scene =
            new NetScene(new JsonObject().put("maxPipeline", 1).put("maxInputMemory", "64MiB"));
    private final MemoryQuota input = scene.context.limits().input();
    private final RecordedSocket socket = new RecordedSocket();
    private final Connection connection = scene.open(ID, socket, () -> {});
    private long other;
    private int second;

    private void sendsTooMuch() {
        socket.sends("QUEUE GET q\r\nPING\r\nPING\r\n");
        scene.cycle.end();
        assertThat(connection.isPaused()).isTrue();
    }

    /** Looks so often, a second apart. So many bytes are there each time, and come if they are read. */
    private void look(int times, long unread) {
        for (int i = 0; i < times; i++) {
            lookOnce(unread);
            socket.arrivesUnasked((int) Math.min(unread, MIB));
            second++;
        }
        lookOnce(0);
    }

    private void lookOnce(long unread) {
        connection.peer().look(new TcpTable.Entry(ESTABLISHED, 0, 0, unread), TimeUnit.SECONDS.toNanos(second));
    }

    private void assertAhead(long bytes) {
        assertThat(input.used() - other).isBetween(bytes, bytes + 4096);
    }

    @Test
    void readsInPartsWhenNothingWasAnsweredForLong() {
        sendsTooMuch();
        look(5, MIB);
        assertAhead(0);
        look(2, MIB);
        assertAhead(2 * MIB);
        look(1, 10_000);
        assertAhead(2 * MIB + 10_000);
        look(3, 0);
        assertAhead(2 * MIB + 10_000);
    }

    @Test
    void readsNoMoreThanTheBuffersOfBothSystemsHoldAndAgainAfterAMinute() {
        sendsTooMuch();
        look(50, 5 * MIB);
        assertAhead(10 * MIB);
        look(1000, 5 * MIB);
        assertAhead(20 * MIB);
    }

    @Test
    void readsNothingWhereTheMemoryIsForOthers() {
        MemoryQuota.Share share = input.share(() -> {});
        other = 31 * MIB + MIB / 2;
        share.holds(other);
        sendsTooMuch();
        look(9, 5 * MIB);
        assertAhead(0);
        other = MIB;
        share.holds(other);
        look(1, 5 * MIB);
        assertAhead(MIB);
    }

    @Test
    void readsNothingWhileCommandsAreAnswered() {
        sendsTooMuch();
        look(4, MIB);
        scene.ownerReplies(ID, Reply.NULL_ARRAY);
        assertThat(connection.isPaused()).isFalse();
        sendsTooMuch();
        look(5, MIB);
        assertAhead(0);
    }

    @Test
    void whatWasReadAheadIsCountedOnceWhenItIsTaken() {
        sendsTooMuch();
        String pings = "PING\r\n".repeat(2000);
        look(6, pings.length());
        assertAhead(pings.length());
        scene.ownerReplies(ID, Reply.NULL_ARRAY);
        socket.sends(pings);
        scene.cycle.end();
        assertThat(connection.isPaused()).isFalse();
        assertThat(input.used()).isLessThan(2048);
    }
}
