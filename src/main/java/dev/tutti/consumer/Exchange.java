package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CancellationException;

/** One item that is sent to an upstream, and the answer that is gathered from it. Ends once, whatever comes first. */
abstract class Exchange implements TaskExecution {

    final Buffer item;
    final Buffer answer = Buffer.buffer();
    private final String upstream;
    private final int maxItemSize;
    private final Promise<Buffer> result = Promise.promise();

    /** @param upstream how a failure names it */
    Exchange(Buffer item, String upstream, int maxItemSize) {
        this.item = item;
        this.upstream = upstream;
        this.maxItemSize = maxItemSize;
    }

    /** Lets go of the connection, if there is one by now. */
    abstract void hangUp();

    @Override
    public Future<Buffer> result() {
        return result.future();
    }

    @Override
    public void cancel() {
        end(new CancellationException("cancelled"));
    }

    boolean isOver() {
        return result.future().isComplete();
    }

    boolean hasRoomFor(Buffer piece) {
        return answer.length() + piece.length() <= maxItemSize;
    }

    /** Adds to the answer; one that becomes too long is a failure. */
    void received(Buffer piece) {
        if (hasRoomFor(piece)) {
            answer.appendBuffer(piece);
        } else {
            end(new TaskFailure("the answer of " + upstream + " is over maxItemSize (" + maxItemSize + " bytes)"));
        }
    }

    void succeed() {
        result.tryComplete(answer);
    }

    void fail(Throwable cause) {
        end(new TaskFailure(upstream + ": " + TaskFailure.textOf(cause)));
    }

    void end(Throwable failure) {
        if (result.tryFail(failure)) {
            hangUp();
        }
    }
}
