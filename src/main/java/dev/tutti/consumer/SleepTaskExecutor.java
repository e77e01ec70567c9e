package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CancellationException;

/**
 * The built-in {@code sleep}: the item is a number of milliseconds, 0 to 31,536,000,000, and becomes the result after
 * that time. With every threading it is a timer of the consumer's event loop, so that a thousand sleepers need no
 * thread.
 */
final class SleepTaskExecutor implements TaskExecutor {

    private static final long MAX_MILLIS = 31_536_000_000L;
    private static final int MAX_SHOWN = 40;

    private final Vertx vertx;

    SleepTaskExecutor(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public TaskExecution run(DeliveredItem delivered) {
        Buffer item = delivered.body();
        long millis = millis(item);
        if (millis < 0) {
            return TaskExecution.completed(Future.failedFuture(new TaskFailure(refusal(item))));
        }
        return millis == 0 ? TaskExecution.completed(Future.succeededFuture(item)) : new SleepExecution(item, millis);
    }

    /** The item's number, or -1 if it is not a number or is out of range. */
    private static long millis(Buffer item) {
        if (item.length() == 0 || item.length() > 11) {
            return -1;
        }
        long millis = 0;
        for (int i = 0; i < item.length(); i++) {
            int digit = item.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            millis = millis * 10 + digit;
        }
        return millis <= MAX_MILLIS ? millis : -1;
    }

    private static String refusal(Buffer item) {
        String shown = item.length() > MAX_SHOWN ? item.slice(0, MAX_SHOWN) + "..." : item.toString();
        return "sleep: expected milliseconds, 0 to " + MAX_MILLIS + ", got \"" + shown + "\"";
    }

    /** One item that sleeps. */
    private final class SleepExecution implements TaskExecution {

        private final Promise<Buffer> result = Promise.promise();
        private final long timer;

        SleepExecution(Buffer item, long millis) {
            timer = vertx.setTimer(millis, id -> result.complete(item));
        }

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public void cancel() {
            if (vertx.cancelTimer(timer)) {
                result.fail(new CancellationException("cancelled"));
            }
        }
    }
}
