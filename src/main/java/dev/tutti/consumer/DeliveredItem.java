package dev.tutti.consumer;

import dev.tutti.queue.ItemTrace;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    /** The last progress of this attempt, or of an earlier one; null if there is none. */
    private volatile byte[] lastProgress;
    /** The last progress, unless it has been taken. */
    private final AtomicReference<byte[]> untold = new AtomicReference<>();

    private volatile State state = State.RUNNING;
    private volatile boolean hasProgressed;
    /** The {@link System#nanoTime} of the delivery or of the last progress. */
    private volatile long lastSign = System.nanoTime();

    /** The callbacks that have not been taken, or null. Guarded by this. */
    private List<Runnable> callbacks;
    /** Is called when there is a callback although the item is stopped already. */
    private Runnable onLateCallback = () -> {};

    private Consumer<Throwable> onCallbackFailure = failure -> {};

    /**
     * Creates it.
     *
     * @param lastProgress that of an earlier attempt, or null
     * @param onProgress is called, on any thread, when there is a progress after there was none
     */
    DeliveredItem(
            String queue, long id, int attempt, Buffer body, byte[] lastProgress, Consumer<DeliveredItem> onProgress) {
        this.lastProgress = lastProgress;
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
            byte[] bytes = progress.getBytes();
            lastProgress = bytes;
            if (untold.getAndSet(bytes) == null) {
                onProgress.accept(this);
            }
        }
    }

    @Override
    public Optional<Buffer> lastProgress() {
        return Optional.ofNullable(lastProgress).map(Buffer::buffer);
    }

    @Override
    public void onCancelled(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            callbacks = callbacks == null ? new ArrayList<>(1) : callbacks;
            callbacks.add(callback);
        }
        if (state == State.CANCELLED) {
            onLateCallback.run();
        }
    }

    /**
     * Sets the handler of callbacks that come after {@link #cancelled}, on any thread. To be called before the item
     * runs.
     */
    void onLateCallback(Runnable handler) {
        onLateCallback = handler;
    }

    /** Takes the callbacks that nobody has taken. */
    synchronized List<Runnable> takeCallbacks() {
        List<Runnable> taken = callbacks == null ? List.of() : callbacks;
        callbacks = null;
        return taken;
    }

    /** Sets the handler of exceptions that callbacks throw. It is called on the consumer's context. */
    void onCallbackFailure(Consumer<Throwable> handler) {
        onCallbackFailure = handler;
    }

    void callbackFailed(Throwable failure) {
        onCallbackFailure.accept(failure);
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
            takeCallbacks();
        }
    }
}
