package dev.tutti.consumer;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Runs code on a Vert.x context, in the order in which it came from any thread. All code that comes before the
 * context's next turn runs in that turn, so that a burst of items costs one turn of the event loop instead of one
 * each.
 */
final class ContextExecutor implements Executor {

    private final Context context;
    private ArrayDeque<Runnable> queued = new ArrayDeque<>();

    ContextExecutor(Context context) {
        this.context = context;
    }

    @Override
    public void execute(Runnable code) {
        boolean first;
        synchronized (this) {
            first = queued.isEmpty();
            queued.add(code);
        }
        if (first) {
            context.runOnContext(v -> runQueued());
        }
    }

    private void runQueued() {
        ArrayDeque<Runnable> batch;
        synchronized (this) {
            batch = queued;
            queued = new ArrayDeque<>();
        }
        try {
            for (Runnable code = batch.poll(); code != null; code = batch.poll()) {
                code.run();
            }
        } finally {
            // If one throws, which the context reports, the others run in a later turn.
            batch.forEach(this::execute);
        }
    }
}
