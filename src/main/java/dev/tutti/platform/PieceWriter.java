package dev.tutti.platform;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Writes the bytes of one socket piece by piece: the next piece is handed over when the kernel has accepted the one
 * before. The rest stays in the heap as it is, without a copy. All methods belong to the socket's event loop.
 */
final class PieceWriter {

    /** The events of the writer. */
    interface Listener {
        /** The kernel has accepted a piece that had to wait. */
        void accepted();

        /** A piece could not be written, and nothing more will be. */
        void failed(Throwable cause);
    }

    /** The most pieces in one go, so that a reader as fast as this does not keep the event loop from others. */
    private static final int MAX_PIECES = 16;

    private static final long QUEUE_IS_FULL_BYTES = 64 * 1024;

    private final Function<ByteBuf, Future<Void>> socket;
    private final Executor later;
    private final WriteBudget budget;
    private final Listener listener;
    private final Handler<AsyncResult<Void>> onWritten = this::written;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(0);
    private long waitingBytes;
    /** The size of the piece on its way; 0 if there is none. */
    private int onItsWay;
    /** True while this writer is on the stack already, so that the kernel's answer is not acted on a level deeper. */
    private boolean writing;

    private boolean closed;

    /**
     * @param socket takes the next piece, and completes when the kernel has accepted it
     * @param later runs a task in a later turn of the event loop
     */
    PieceWriter(Function<ByteBuf, Future<Void>> socket, Executor later, WriteBudget budget, Listener listener) {
        this.socket = socket;
        this.later = later;
        this.budget = budget;
        this.listener = listener;
    }

    /** Writes these bytes, which must not be empty. */
    void write(ByteBuf bytes) {
        if (closed) {
            bytes.release();
            return;
        }
        if (!writing && isIdle() && bytes.readableBytes() <= budget.piece()) {
            writing = true;
            handOver(bytes);
            writing = false;
        } else {
            waiting.add(bytes);
            waitingBytes += bytes.readableBytes();
        }
        if (!writing && onItsWay == 0 && !waiting.isEmpty()) { // bytes may also have come while others were handed over
            advance();
        }
    }

    /** The bytes that are not handed over. */
    long waitingBytes() {
        return waitingBytes;
    }

    /** Whether the kernel has accepted everything. */
    boolean isIdle() {
        return onItsWay == 0 && waiting.isEmpty();
    }

    /** Whether so much has not been accepted that the caller should wait for {@link Listener#accepted}. */
    boolean isFull() {
        return waitingBytes + onItsWay > QUEUE_IS_FULL_BYTES;
    }

    /** Drops what is not handed over. */
    void close() {
        closed = true;
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        waitingBytes = 0;
    }

    private void advance() {
        writing = true;
        int pieces = 0;
        while (onItsWay == 0 && !waiting.isEmpty() && pieces < MAX_PIECES) {
            handOver(nextPiece());
            pieces++;
        }
        writing = false;
        if (onItsWay == 0 && !waiting.isEmpty()) {
            later.execute(this::goOn);
        }
    }

    private void goOn() {
        if (!closed && !writing && onItsWay == 0) {
            advance();
            listener.accepted();
        }
    }

    private ByteBuf nextPiece() {
        ByteBuf first = waiting.peek();
        int size = Math.min(first.readableBytes(), budget.piece());
        waitingBytes -= size;
        if (size == first.readableBytes()) {
            return waiting.poll();
        }
        if (first instanceof CompositeByteBuf parts) {
            parts.discardReadComponents(); // so that the heap does not keep what the kernel has accepted
        }
        return first.readRetainedSlice(size);
    }

    private void handOver(ByteBuf piece) {
        onItsWay = piece.readableBytes();
        budget.copied(onItsWay);
        socket.apply(piece).onComplete(onWritten);
    }

    private void written(AsyncResult<Void> result) {
        budget.accepted(onItsWay);
        onItsWay = 0;
        if (result.failed()) {
            if (!closed) {
                close();
                listener.failed(result.cause());
            }
        } else if (!writing && !closed) {
            advance();
            listener.accepted();
        }
    }
}
