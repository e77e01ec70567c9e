package dev.tutti.page;

import dev.tutti.bus.OwnerQuestions;
import dev.tutti.command.Notice.BusiestQueues;
import dev.tutti.command.Notice.PrimitiveFigures;
import dev.tutti.command.PrimitiveFiguresQuery;
import dev.tutti.command.QueueFiguresQuery;
import dev.tutti.ops.Histogram;
import dev.tutti.ops.WatchedServer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;

/**
 * The answer with the figures of the whole server. Requests that come while one is being made share it, so many open
 * pages cost no more than one.
 */
final class Overview {

    /** The most queues that are shown by their names. */
    private static final int MOST_QUEUES = 100;

    private final WatchedServer watched;
    private final OwnerQuestions owners;
    private final ServerFigures figures;
    private Future<JsonObject> current = Future.succeededFuture();

    Overview(WatchedServer watched, OwnerQuestions owners, Supplier<List<Histogram>> lag) {
        this.watched = watched;
        this.owners = owners;
        this.figures = new ServerFigures(watched, lag);
    }

    Future<JsonObject> take(HttpServerRequest request) {
        if (current.isComplete()) {
            current = make();
        }
        return current;
    }

    private Future<JsonObject> make() {
        if (!watched.hasOwners()) {
            return Future.succeededFuture(figures.json());
        }
        Future<List<BusiestQueues>> queues = owners.askQueues(new QueueFiguresQuery(MOST_QUEUES));
        Future<List<PrimitiveFigures>> primitives = owners.askPrimitives(new PrimitiveFiguresQuery());
        return Future.join(queues, primitives).map(answered -> {
            QueueRows rows = new QueueRows(queues.result(), MOST_QUEUES);
            return figures.json()
                    .put("queues", rows.named())
                    .put("others", rows.others())
                    .put("locks", locks(primitives.result()));
        });
    }

    private static JsonArray locks(List<PrimitiveFigures> answers) {
        JsonArray rows = new JsonArray();
        for (PrimitiveFigures answer : answers) {
            answer.sums()
                    .forEach(sum -> rows.add(new JsonObject()
                            .put("kind", sum.kind())
                            .put("held", sum.held())
                            .put("holders", sum.holders())
                            .put("waiters", sum.waiters())
                            .put("longestHoldMillis", sum.longestHold(answer.now()))
                            .put("longestWaitMillis", sum.longestWait(answer.now()))));
        }
        return rows;
    }
}
