package dev.tutti.page;

import dev.tutti.bus.OwnerQuestions;
import dev.tutti.command.ClientCommand;
import dev.tutti.command.ContentionSampleQuery;
import dev.tutti.command.Notice.ClientLines;
import dev.tutti.command.Notice.Contentions;
import dev.tutti.command.Notice.ScheduleViews;
import dev.tutti.command.SchedulesQuery;
import dev.tutti.schedule.Schedule;
import dev.tutti.schedule.ScheduleView;
import dev.tutti.schedule.Timing;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The answers about locks and their kin, schedules and connections. Each shows a part if there are very many. */
final class SideLists {

    /** The most rows of one answer. */
    private static final int MOST = 200;
    /** The most holders, and the most waiters, of one lock. */
    private static final int MOST_PARTICIPANTS = 20;

    private final OwnerQuestions owners;
    private final Clock clock = Clock.systemUTC();

    SideLists(OwnerQuestions owners) {
        this.owners = owners;
    }

    // ---- locks and their kin

    Future<JsonObject> locks(HttpServerRequest request) {
        return owners.askPrimitives(new ContentionSampleQuery(MOST)).map(answers -> {
            JsonArray rows = new JsonArray();
            addLocks(answers, true, rows);
            addLocks(answers, false, rows);
            return new JsonObject().put("locks", rows).put("most", MOST);
        });
    }

    private static void addLocks(List<Contentions> answers, boolean awaited, JsonArray rows) {
        for (Contentions answer : answers) {
            for (Contention one : answer.all()) {
                if (one.isWaitedFor() == awaited && rows.size() < MOST) {
                    rows.add(new JsonObject()
                            .put("kind", one.kind())
                            .put("name", one.name())
                            .put("holderCount", one.holders().size())
                            .put("waiterCount", one.waiters().size())
                            .put("holders", participants(one.holders(), answer.now()))
                            .put("waiters", participants(one.waiters(), answer.now())));
                }
            }
        }
    }

    private static JsonArray participants(List<ParticipantSnapshot> all, long now) {
        JsonArray shown = new JsonArray();
        all.stream()
                .limit(MOST_PARTICIPANTS)
                .map(one -> new JsonObject()
                        .put("id", one.id())
                        .put("name", one.name())
                        .put("what", one.what())
                        .put("millis", Math.max(0, now - one.since())))
                .forEach(shown::add);
        return shown;
    }

    // ---- schedules

    Future<JsonObject> schedules(HttpServerRequest request) {
        return owners.askQueues(new SchedulesQuery(null)).map(this::schedules);
    }

    private JsonObject schedules(List<ScheduleViews> answers) {
        JsonArray rows = new JsonArray();
        answers.stream()
                .flatMap(answer -> answer.schedules().stream())
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .limit(MOST)
                .map(SideLists::row)
                .forEach(rows::add);
        return new JsonObject().put("schedules", rows).put("most", MOST).put("now", clock.millis());
    }

    private static JsonObject row(ScheduleView view) {
        return new JsonObject()
                .put("name", view.name())
                .put("queue", view.queue())
                .put("cron", view.timing() instanceof Timing.Cron cron ? cron.expression() + " " + cron.zone() : null)
                .put("everyMillis", view.timing() instanceof Timing.Every every ? every.millis() : null)
                .put("next", view.next() == Timing.NEVER ? null : view.next())
                .put("last", view.last() == Schedule.NONE ? null : view.last())
                .put("skipped", view.skipped());
    }

    // ---- connections

    Future<JsonObject> connections(HttpServerRequest request) {
        return owners.askServers(new ClientCommand.ListClients(Set.of())).map(answers -> {
            JsonArray rows = new JsonArray();
            answers.forEach(answer -> addConnections(answer, rows));
            return new JsonObject().put("connections", rows).put("most", MOST);
        });
    }

    private static void addConnections(ClientLines answer, JsonArray rows) {
        for (byte[] piece : answer.pieces()) {
            for (String line : new String(piece, StandardCharsets.UTF_8).split("\n")) {
                if (rows.size() == MOST) {
                    return;
                }
                rows.add(connection(line));
            }
        }
    }

    /** @param line of CLIENT LIST: keys and values, none of which has a blank */
    private static JsonObject connection(String line) {
        JsonObject connection = new JsonObject();
        for (String part : line.split(" ")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                connection.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return connection;
    }
}
