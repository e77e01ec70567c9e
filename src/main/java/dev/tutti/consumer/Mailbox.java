package dev.tutti.consumer;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Takes what is to run on a context from any thread, and wakes that context once for all that has come together. Each runs
 * in the order it came. A burst of items thus costs one turn of the loop and not one each.
 */
final class Mailbox implements Consumer<Runnable> {

    private final Context context;
    private ArrayDeque<Runnable> letters = new ArrayDeque<>();

    Mailbox(Context context) {
        this.context = context;
    }

    @Override
    public void accept(Runnable letter) {
        boolean first;
        synchronized (this) {
            first = letters.isEmpty();
            letters.add(letter);
        }
        if (first) {
            context.runOnContext(v -> deliver());
        }
    }

    private void deliver() {
        ArrayDeque<Runnable> batch;
        synchronized (this) {
            batch = letters;
            letters = new ArrayDeque<>();
        }
        try {
            for (Runnable letter = batch.poll(); letter != null; letter = batch.poll()) {
                letter.run();
            }
        } finally {
            // One that throws, which the context reports, does not take those behind it along.
            batch.forEach(this);
        }
    }
}
