package dev.tutti.config;

import io.vertx.core.ThreadingModel;
import java.util.Set;

/**
 * A consumer: the queue from which it takes items, and the task that it runs for each.
 *
 * @param timeoutMillis the most milliseconds that one item may take, or 0 for no limit
 * @param concurrency the most items that one instance works on at a time
 */
public record ConsumerConfig(
        String queue, TaskKind kind, int instances, ThreadingModel threading, long timeoutMillis, int concurrency) {

    private static final String[] KEYS = {
        "queue", "task", "exec", "tcp", "http", "class", "config", "instances", "threading", "timeout", "concurrency"
    };
    private static final int MANY = 64;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    /** The threading models that may be configured. The configuration writes them in lower case. */
    private enum Threading {
        EVENT_LOOP,
        WORKER,
        VIRTUAL_THREAD
    }

    static ConsumerConfig from(String path, Object value) {
        Section section = new Section(path, value, KEYS);
        String queue = queue(section);
        TaskKind kind = TaskKind.from(section, path);
        int instances = section.integer("instances", 1, 1, 1024);
        Threading threading = threading(section, kind);
        boolean one = threading == Threading.WORKER || kind instanceof TaskKind.Exec;
        return new ConsumerConfig(
                queue,
                kind,
                instances,
                ThreadingModel.valueOf(threading.name()),
                section.millis("timeout", waitsForOthers(kind) ? "60s" : "0s"),
                section.integer("concurrency", one ? 1 : MANY, 1, 10_000));
    }

    private static String queue(Section section) {
        String queue = section.text("queue", "the name of a queue");
        Names.queueProblem(queue).ifPresent(problem -> {
            throw section.refuse("queue", problem + ", expected the name of a queue");
        });
        return queue;
    }

    private static Threading threading(Section section, TaskKind kind) {
        Threading threading = section.choice("threading", usual(kind));
        if (threading != Threading.EVENT_LOOP && !blocks(kind)) {
            String key = TaskKind.KEYS.stream().filter(section::has).findFirst().orElseThrow();
            throw section.refuse("threading", "contradicts " + key + ", which never blocks, expected event_loop");
        }
        int java = Runtime.version().feature();
        if (threading == Threading.VIRTUAL_THREAD && java < FIRST_WITH_VIRTUAL_THREADS) {
            throw section.refuse(
                    "threading",
                    "needs Java " + FIRST_WITH_VIRTUAL_THREADS + ", expected event_loop or worker on Java " + java);
        }
        return threading;
    }

    private static Threading usual(TaskKind kind) {
        boolean computes = kind instanceof TaskKind.UserClass || kind.equals(new TaskKind.BuiltIn("sha256"));
        return computes ? Threading.WORKER : Threading.EVENT_LOOP;
    }

    /** Whether the task asks another program, which may never answer. */
    private static boolean waitsForOthers(TaskKind kind) {
        return Set.of(TaskKind.Exec.class, TaskKind.Tcp.class, TaskKind.Http.class)
                .contains(kind.getClass());
    }

    private static boolean blocks(TaskKind kind) {
        return Set.of(TaskKind.BuiltIn.class, TaskKind.UserClass.class).contains(kind.getClass());
    }
}
