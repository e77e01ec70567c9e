package dev.tutti;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everything in a process that a server uses and must give back: handlers of the event bus, timers and threads. */
final class Remains {

    private static final Pattern FOREIGN = Pattern.compile("vert\\.?x-|junit-|process reaper|Common-Cleaner");

    private final Collection<String> handlers = new ConcurrentLinkedQueue<>();
    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    private final Vertx vertx;

    /** @param eventLoops how many event loops the Vert.x has in which the server runs */
    Remains(int eventLoops) {
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(eventLoops);
        options.setMetricsOptions(new MetricsOptions().setEnabled(true));
        options.getFileSystemOptions().setFileCachingEnabled(false);
        vertx = Vertx.builder()
                .with(options)
                .withMetrics(ignored -> new VertxMetrics() {
                    @Override
                    public EventBusMetrics<?> createEventBusMetrics() {
                        return new HandlerCount();
                    }
                })
                .build();
    }

    Vertx vertx() {
        return vertx;
    }

    /** The addresses at which somebody listens. */
    Collection<String> handlers() {
        return handlers;
    }

    /** The number of timers of all event loops, those of Vert.x and those of Netty. */
    int timers() {
        int timers = 0;
        for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            timers += loop.submit(() -> scheduled(loop)).syncUninterruptibly().getNow();
        }
        return timers;
    }

    private static int scheduled(EventExecutor loop) throws ReflectiveOperationException {
        Field field = AbstractScheduledEventExecutor.class.getDeclaredField("scheduledTaskQueue");
        field.setAccessible(true);
        Queue<?> tasks = (Queue<?>) field.get(loop);
        return tasks == null ? 0 : tasks.size();
    }

    /** The threads that have been started since, apart from those of Vert.x's own pools, of JUnit and of Java. */
    List<String> threads() {
        List<String> started = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (!threadsBefore.contains(thread) && !FOREIGN.matcher(name).lookingAt()) {
                started.add(name);
            }
        }
        return started;
    }

    /** The threads of RocksDB. Its background threads stay, for the next one that opens a database. */
    static long nativeThreads() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> name(task).startsWith("rocksdb")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (NoSuchFileException ended) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class HandlerCount implements EventBusMetrics<String> {

        @Override
        public String handlerRegistered(String address) {
            handlers.add(address);
            return address;
        }

        @Override
        public void handlerUnregistered(String address) {
            handlers.remove(address);
        }
    }
}
