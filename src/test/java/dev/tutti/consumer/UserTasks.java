package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Semaphore;

/** Classes as users write them, good and bad. */
public final class UserTasks {

    private UserTasks() {}

    /** A good one. */
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

    /** Not a task. */
    public static final class NoTask {}

    /** Cannot be made. */
    public abstract static class Abstract implements Task {}

    /** Not public. */
    static final class Hidden implements Task {
        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(item);
        }
    }

    /** Wants an argument. */
    public static final class WithArgument implements Task {
        public WithArgument(String argument) {
            assert argument != null;
        }

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(item);
        }
    }

    /** Throws when made. */
    public static final class BadConstructor implements Task {
        public BadConstructor() {
            throw new IllegalStateException("no licence");
        }

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(item);
        }
    }

    /** Throws when loaded. */
    public static final class BadInitializer implements Task {
        private static final int NUMBER = Integer.parseInt("none");

        @Override
        public Future<Buffer> run(Buffer item) {
            return Future.succeededFuture(Buffer.buffer("" + NUMBER));
        }
    }

    /** Fails at its start. */
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

    /** Goes on though it is interrupted, until it is let go. */
    public static final class Deaf implements Task {
        public static final Semaphore LET_GO = new Semaphore(0);

        @Override
        public Future<Buffer> run(Buffer item) {
            LET_GO.acquireUninterruptibly();
            return Future.succeededFuture(item);
        }
    }
}
