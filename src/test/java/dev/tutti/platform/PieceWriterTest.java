package dev.tutti.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PieceWriterTest {

    private static final int PIECE = 64 * 1024;

    private final ArrayDeque<Promise<Void>> onTheirWay = new ArrayDeque<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private boolean acceptsAtOnce;
    /** Written while a piece is handed over, if there are any. */
    private final ArrayDeque<ByteBuf> meanwhile = new ArrayDeque<>();

    private int accepted;

    private final PieceWriter writer =
            new PieceWriter(this::take, later::add, new WriteBudget(100 * PIECE), new PieceWriter.Listener() {
                @Override
                public void accepted() {
                    accepted++;
                }

                @Override
                public void failed(Throwable cause) {
                    failures.add(cause);
                }
            });

    private Future<Void> take(ByteBuf piece) {
        sizes.add(piece.readableBytes());
        byte[] bytes = new byte[piece.readableBytes()];
        piece.readBytes(bytes);
        piece.release();
        sent.writeBytes(bytes);
        if (!meanwhile.isEmpty()) {
            writer.write(meanwhile.poll());
        }
        Promise<Void> promise = Promise.promise();
        if (acceptsAtOnce) {
            promise.complete();
        } else {
            onTheirWay.add(promise);
        }
        return promise.future();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + i / 1000);
        }
        return bytes;
    }

    @Test
    void onePieceIsOnItsWayAtATime() {
        byte[] all = bytes(3 * PIECE + 5);
        ByteBuf parts = Unpooled.compositeBuffer()
                .addComponent(true, Unpooled.wrappedBuffer(all, 0, PIECE + 7))
                .addComponent(true, Unpooled.wrappedBuffer(all, PIECE + 7, all.length - PIECE - 7));
        writer.write(parts);
        assertThat(sizes).containsExactly(PIECE);
        assertThat(writer.waitingBytes()).isEqualTo(2 * PIECE + 5);
        assertThat(writer.isFull()).isTrue();
        while (!onTheirWay.isEmpty()) {
            onTheirWay.poll().complete();
        }
        assertThat(sizes).containsExactly(PIECE, PIECE, PIECE, 5);
        assertThat(sent.toByteArray()).isEqualTo(all);
        assertThat(accepted).isEqualTo(4);
        assertThat(writer.isIdle()).isTrue();
        assertThat(parts.refCnt()).isZero();
    }

    @Test
    void theOrderOfWritesIsKept() {
        writer.write(Unpooled.wrappedBuffer(new byte[] {1}));
        writer.write(Unpooled.wrappedBuffer(new byte[] {2}));
        writer.write(Unpooled.wrappedBuffer(new byte[] {3}));
        onTheirWay.poll().complete();
        onTheirWay.poll().complete();
        assertThat(sent.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void aReaderThatIsFastDoesNotKeepTheLoop() {
        acceptsAtOnce = true;
        byte[] all = bytes(100 * PIECE);
        writer.write(Unpooled.wrappedBuffer(all));
        assertThat(sizes).hasSize(16);
        while (!later.isEmpty()) {
            later.poll().run();
        }
        assertThat(sent.toByteArray()).isEqualTo(all);
        assertThat(writer.isIdle()).isTrue();
    }

    @Test
    void bytesThatComeWhileOthersAreHandedOverFollowThem() {
        acceptsAtOnce = true;
        meanwhile.add(Unpooled.wrappedBuffer(new byte[] {2}));
        meanwhile.add(Unpooled.wrappedBuffer(new byte[] {3}));
        writer.write(Unpooled.wrappedBuffer(new byte[] {1}));
        assertThat(sent.toByteArray()).containsExactly(1, 2, 3);
        assertThat(writer.isIdle()).isTrue();
    }

    @Test
    void aFailedWriteIsToldAndNothingFollowsIt() {
        writer.write(Unpooled.wrappedBuffer(bytes(2 * PIECE)));
        OutOfMemoryError cause = new OutOfMemoryError("direct");
        onTheirWay.poll().fail(cause);
        assertThat(failures).containsExactly(cause);
        writer.write(Unpooled.wrappedBuffer(bytes(10)));
        assertThat(sizes).containsExactly(PIECE);
        assertThat(writer.waitingBytes()).isZero();
    }

    @Test
    void piecesAreSmallWhileManySocketsKeepLargeOnes() {
        WriteBudget budget = new WriteBudget(2 * PIECE);
        budget.copied(PIECE);
        assertThat(budget.piece()).isEqualTo(PIECE);
        budget.copied(PIECE);
        assertThat(budget.piece()).isEqualTo(2048);
        budget.accepted(PIECE);
        assertThat(budget.piece()).isEqualTo(PIECE);
    }
}
