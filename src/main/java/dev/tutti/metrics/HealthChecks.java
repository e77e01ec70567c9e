package dev.tutti.metrics;

import dev.tutti.http.HttpReply;
import dev.tutti.journal.Health;
import dev.tutti.ops.Lifecycle;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.function.Supplier;

/** The answers for supervisors and load balancers: whether the process works, and whether clients may come. */
final class HealthChecks {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Lifecycle lifecycle;
    private final Supplier<Health> journal;

    /** @param journal gives the state of the journal, or null while it is not open */
    HealthChecks(Lifecycle lifecycle, Supplier<Health> journal) {
        this.lifecycle = lifecycle;
        this.journal = journal;
    }

    /** The process works if it answers at all. */
    void live(HttpServerRequest request) {
        HttpReply.json(request, OK, new JsonObject().put("status", "UP"));
    }

    /** Clients may come while the server is running and its journal accepts changes. */
    void ready(HttpServerRequest request) {
        Lifecycle.Phase phase = lifecycle.phase();
        Health health = journal.get();
        boolean isReady = phase == Lifecycle.Phase.RUNNING && (health == null || health.state() != Health.State.FAILED);
        JsonObject answer =
                new JsonObject().put("status", isReady ? "UP" : "DOWN").put("phase", word(phase));
        if (health != null) {
            answer.put("journal", word(health.state()));
        }
        HttpReply.json(request, isReady ? OK : UNAVAILABLE, answer);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
