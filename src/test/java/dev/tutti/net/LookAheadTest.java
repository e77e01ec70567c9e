package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Reply;
import dev.tutti.platform.RecordedSocket;
import dev.tutti.platform.TcpTable;
import io.vertx.core.json.JsonObject;
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

    private void sendsTooMuch() {
        socket.sends("QUEUE GET q\r\nPING\r\nPING\r\n");
        scene.cycle.end();
        assertThat(connection.isPaused()).isTrue();
    }

    /** The bytes that were read ahead by so many looks, in each of which so many are there. */
    private long ahead(int looks, long unread) {
        long before = input.used();
        for (int i = 0; i < looks; i++) {
            connection.peer().look(new TcpTable.Entry(ESTABLISHED, 0, 0, unread), i);
        }
        return input.used() - before;
    }

    @Test
    void readsInPartsWhileNothingIsAnswered() {
        sendsTooMuch();
        assertThat(ahead(1, 5 * MIB))
                .as("something may be answered until the next look")
                .isZero();
        assertThat(ahead(1, 5 * MIB)).isBetween(MIB, MIB + 4096);
        assertThat(ahead(1, 5 * MIB)).isEqualTo(MIB);
        assertThat(ahead(1, 10_000)).isEqualTo(10_000);
        assertThat(ahead(3, 0)).isZero();
    }

    @Test
    void readsNoMoreThanTheBuffersOfBothSystemsHold() {
        sendsTooMuch();
        assertThat(ahead(100, 5 * MIB)).isBetween(16 * MIB, 16 * MIB + 4096);
    }

    @Test
    void readsNothingWhereTheMemoryIsForOthers() {
        MemoryQuota.Share other = input.share(() -> {});
        other.holds(31 * MIB + MIB / 2);
        sendsTooMuch();
        assertThat(ahead(5, 5 * MIB)).isZero();
        other.holds(MIB);
        assertThat(ahead(1, 5 * MIB)).isBetween(MIB, MIB + 4096);
    }

    @Test
    void readsNothingWhileCommandsAreAnswered() {
        sendsTooMuch();
        assertThat(ahead(1, MIB)).isZero();
        scene.ownerReplies(ID, Reply.NULL_ARRAY);
        assertThat(connection.isPaused()).isFalse();
        assertThat(ahead(3, MIB)).isZero();
        sendsTooMuch();
        assertThat(ahead(1, MIB)).isZero();
    }

    @Test
    void whatWasReadAheadIsCountedOnceWhenItIsTaken() {
        sendsTooMuch();
        assertThat(ahead(2, 10_000)).isPositive();
        scene.ownerReplies(ID, Reply.NULL_ARRAY);
        scene.cycle.end();
        assertThat(connection.isPaused()).isFalse();
        assertThat(input.used()).isLessThan(2048);
    }
}
