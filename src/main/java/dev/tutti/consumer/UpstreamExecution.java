package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CancellationException;

/** One item that is sent to an upstream server, whose answer becomes the result. The first end of it counts. */
abstract class UpstreamExecution implements TaskExecution {

    final Buffer item;
    final Buffer answer = Buffer.buffer();
    private final String upstream;
    private final int maxItemSize;
    private final Promise<Buffer> result = Promise.promise();

    /** @param upstream the server's name in the texts of failures */
    UpstreamExecution(Buffer item, String upstream, int maxItemSize) {
        this.item = item;
        this.upstream = upstream;
        this.maxItemSize = maxItemSize;
    }

    /** Closes the connection, if it has been opened. */
    abstract void disconnect();

    @Override
    public Future<Buffer> result() {
        return result.future();
    }

    @Override
    public void cancel() {
        end(new CancellationException("cancelled"));
    }

    boolean isEnded() {
        return result.future().isComplete();
    }

    /** Adds a piece to the answer. An answer over {@code maxItemSize} fails the item. */
    void received(Buffer piece) {
        if (answer.length() + piece.length() <= maxItemSize) {
            answer.appendBuffer(piece);
        } else {
            end(new TaskFailure("the answer of " + upstream + " is over maxItemSize (" + maxItemSize + " bytes)"));
        }
    }

    void succeed() {
        result.tryComplete(answer);
    }

    void fail(Throwable cause) {
        end(new TaskFailure(upstream + ": " + tidied(TaskFailure.textOf(cause).toString())));
    }

    /** Netty writes an address without a name as {@code /127.0.0.1:80}, and ends some texts in a blank. */
    private static String tidied(String text) {
        return text.strip().replace(": /", ": ");
    }

    void end(Throwable failure) {
        if (result.tryFail(failure)) {
            disconnect();
        }
    }
}
