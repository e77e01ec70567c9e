package dev.tutti.consumer;

import dev.tutti.queue.ItemTrace;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** An item from its delivery to the end of its execution. Safe to call from any thread. */
final class DeliveredItem implements TaskContext {

    private enum State {
        RUNNING,
        CANCELLED,
        /** The result is complete. */
        ENDED
    }

    private final String queue;
    private final long id;
    private final int attempt;
    private final Buffer body;
    private final Consumer<DeliveredItem> onProgress;
    /** The last progress, unless it has been taken. */
    private final AtomicReference<byte[]> untold = new AtomicReference<>();

    private volatile State state = State.RUNNING;
    private volatile boolean hasProgressed;
    /** The {@link System#nanoTime} of the delivery or of the last progress. */
    private volatile long lastSign = System.nanoTime();

    /** @param onProgress is called, on any thread, when there is a progress after there was none */
    DeliveredItem(String queue, long id, int attempt, Buffer body, Consumer<DeliveredItem> onProgress) {
        this.queue = queue;
        this.id = id;
        this.attempt = attempt;
        this.body = body;
        this.onProgress = onProgress;
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    /** The item itself, which must not be changed. */
    Buffer body() {
        return body;
    }

    @Override
    public boolean isCancelled() {
        return state == State.CANCELLED;
    }

    @Override
    public void progress(Buffer progress) {
        if (progress.length() > ItemTrace.MOST_BYTES) {
            throw new IllegalArgumentException("the progress has " + progress.length() + " bytes, and at most "
                    + ItemTrace.MOST_BYTES + " are allowed");
        }
        if (state == State.CANCELLED) {
            throw new CancellationException("cancelled");
        }
        if (state == State.RUNNING) {
            lastSign = System.nanoTime();
            hasProgressed = true;
            if (untold.getAndSet(progress.getBytes()) == null) {
                onProgress.accept(this);
            }
        }
    }

    /** Takes the progress that is still to be told to the owner, or null if there is none. */
    byte[] takeProgress() {
        return untold.getAndSet(null);
    }

    /** Puts a progress back that could not be told, unless there is a newer one. */
    void putBack(byte[] progress) {
        untold.compareAndSet(null, progress);
    }

    boolean hasProgressed() {
        return hasProgressed;
    }

    /** The time since the delivery or the last progress. */
    long millisSinceSign() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastSign);
    }

    /** The item is stopped. To be called on the consumer's context, as {@link #ended}. */
    void cancelled() {
        state = State.CANCELLED;
    }

    /** The result of the item is complete. */
    void ended() {
        if (state == State.RUNNING) {
            state = State.ENDED;
        }
    }
}
