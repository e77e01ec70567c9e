package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Semaphore;

/** Task classes as users write them, correct and wrong. */
public final class UserTasks {

    private UserTasks() {}

    /** A correct task. */
    public static final class Reverse implements Task {
        private String greeting;

        @Override
        public Future<?> start(Vertx vertx) {
            greeting = "hello ";
            return Future.succeededFuture();
        }

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(Buffer.buffer(greeting + new StringBuilder(item.toString()).reverse()));
        }
    }

    /** Has a configuration, which its start refuses if it is empty. */
    public static final class Configured implements ContextTask {
        private String prefix;

        @Override
        public Future<?> start(Vertx vertx, JsonObject config) {
            prefix = config.getString("prefix");
            return prefix == null ? Future.failedFuture("no prefix") : Future.succeededFuture();
        }

        @Override
        public Future<Buffer> run(Buffer item, TaskContext context) {
            return Future.succeededFuture(Buffer.buffer(prefix).appendBuffer(item));
        }
    }

    /** Does not implement Task. */
    public static final class NoTask {}

    /** Cannot be instantiated. */
    public abstract static class Abstract implements Task {}

    /** Not public. */
    static final class Hidden implements Task {
        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(item);
        }
    }

    /** Has no constructor without arguments. */
    public static final class WithArgument implements Task {
        public WithArgument(String argument) {
            assert argument != null;
        }

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(item);
        }
    }

    /** Throws in its constructor. */
    public static final class BadConstructor implements Task {
        public BadConstructor() {
            throw new IllegalStateException("no licence");
        }

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(item);
        }
    }

    /** Throws when it is initialized. */
    public static final class BadInitializer implements Task {
        private static final int NUMBER = Integer.parseInt("none");

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(Buffer.buffer("" + NUMBER));
        }
    }

    /** Fails in its start. */
    public static final class BadStart implements Task {
        @Override
        public Future<?> start(Vertx vertx) {
            return Future.failedFuture("no database");
        }

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(item);
        }
    }

    /** Never ends its start. */
    public static final class EndlessStart implements Task {
        @Override
        public Future<?> start(Vertx vertx) {
            return Promise.promise().future();
        }

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(item);
        }
    }

    /**
     * Tells the parts of the item, between commas, as its progress, one after another. Then fails if the last one is
     * {@code fail}, and else runs until it is cancelled.
     */
    public static final class Progress implements ContextTask {
        @Override
        public Future<Buffer> run(Buffer item, TaskContext context) {
            String last = "";
            for (String word : item.toString().split(",")) {
                context.progress(word);
                last = word;
            }
            return last.equals("fail")
                    ? Future.failedFuture("item " + context.id() + " of " + context.queue() + ", " + context.attempt())
                    : Promise.<Buffer>promise().future();
        }
    }

    /**
     * Has the progress of an earlier attempt as its result. The first attempt tells one, and then fails or runs until
     * it is cancelled.
     */
    public static final class Resuming implements ContextTask {
        @Override
        public Future<Buffer> run(Buffer item, TaskContext context) {
            if (context.lastProgress().isPresent()) {
                return Future.succeededFuture(context.lastProgress().get());
            }
            context.progress("half of " + item);
            return item.toString().equals("fail")
                    ? Future.failedFuture("once")
                    : Promise.<Buffer>promise().future();
        }
    }

    /** Ignores interrupts, and runs until the test adds a permit. */
    public static final class Uninterruptible implements Task {
        public static final Semaphore PERMITS = new Semaphore(0);

        @Override
        public Future<Buffer> run(Buffer item) {
            PERMITS.acquireUninterruptibly();
            return Future.succeededFuture(item);
        }
    }
}
