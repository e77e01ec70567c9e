package dev.tutti.page;

import dev.tutti.command.Notice.BusiestQueues;
import dev.tutti.queue.QueueFigure;
import dev.tutti.queue.QueueFigures;
import dev.tutti.queue.QueueRanking;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The busiest queues as rows of a table, and one row for all others. */
final class QueueRows {

    private final QueueRanking ranking;

    QueueRows(List<BusiestQueues> answers, int most) {
        ranking = new QueueRanking(
                answers.stream().flatMap(answer -> answer.figures().stream()).toList(), most);
    }

    JsonArray named() {
        JsonArray rows = new JsonArray();
        ranking.named().forEach(queue -> rows.add(row(queue)));
        return rows;
    }

    JsonObject others() {
        return row(ranking.others());
    }

    /** The keys are those of {@link QueueFigure} in lower case. */
    private static JsonObject row(QueueFigures queue) {
        JsonObject row = new JsonObject().put("name", queue.name());
        for (QueueFigure figure : QueueFigure.values()) {
            row.put(figure.name().toLowerCase(Locale.ROOT), queue.get(figure));
        }
        return row;
    }
}
