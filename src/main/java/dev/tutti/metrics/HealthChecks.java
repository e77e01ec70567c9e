package dev.tutti.metrics;

import dev.tutti.http.HttpReply;
import dev.tutti.journal.Health;
import dev.tutti.ops.Lifecycle;
import dev.tutti.ops.WatchedServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** The answers for supervisors and load balancers: whether the process works, and whether clients may come. */
final class HealthChecks {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final WatchedServer watched;

    HealthChecks(WatchedServer watched) {
        this.watched = watched;
    }

    /** The process works if it answers at all. */
    void live(HttpServerRequest request) {
        HttpReply.json(request, OK, new JsonObject().put("status", "UP"));
    }

    /** Clients may come while the server is running, leads its cluster if any, and its journal accepts changes. */
    void ready(HttpServerRequest request) {
        Lifecycle.Phase phase = watched.statistics().lifecycle().phase();
        Health health = watched.journalHealth();
        boolean isReady = phase == Lifecycle.Phase.RUNNING
                && watched.serves()
                && (health == null || health.state() != Health.State.FAILED);
        JsonObject answer =
                new JsonObject().put("status", isReady ? "UP" : "DOWN").put("phase", word(phase));
        if (health != null) {
            answer.put("journal", word(health.state()));
        }
        if (watched.cluster() != null) {
            answer.put("role", word(watched.cluster().state().role()));
        }
        HttpReply.json(request, isReady ? OK : UNAVAILABLE, answer);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
