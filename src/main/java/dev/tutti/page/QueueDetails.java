package dev.tutti.page;

import dev.tutti.bus.OwnerQuestions;
import dev.tutti.command.ItemCommand;
import dev.tutti.command.Notice.QueueNames;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueNamesQuery;
import dev.tutti.command.Reply;
import dev.tutti.command.SettingsCommand;
import dev.tutti.config.Names;
import dev.tutti.queue.ItemView.State;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answers about one queue. */
final class QueueDetails {

    /** The most items of one answer. */
    private static final int MOST = 50;

    private static final Map<String, State> STATES =
            Map.of("ready", State.READY, "delayed", State.DELAYED, "inflight", State.INFLIGHT, "dead", State.DEAD);

    private final OwnerQuestions owners;

    QueueDetails(OwnerQuestions owners) {
        this.owners = owners;
    }

    /** The queue that a request names. */
    static String queue(HttpServerRequest request, String parameter) {
        return checked(parameter, request.getParam(parameter, ""));
    }

    /** @throws RefusedRequest if that is not the name of a queue */
    static String checked(String parameter, String name) {
        Names.queueProblem(name).ifPresent(problem -> {
            throw RefusedRequest.bad(parameter + " " + problem + ", expected the name of a queue");
        });
        return name;
    }

    /** The number that a request has, or the default. */
    static long number(HttpServerRequest request, String parameter, long absent) {
        String text = request.getParam(parameter);
        try {
            return text == null ? absent : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw RefusedRequest.bad(parameter + " is no number");
        }
    }

    /** The figures and settings of a queue, and whether it exists. If not, a queue of this name would have them. */
    Future<JsonObject> stats(HttpServerRequest request) {
        String name = queue(request, "name");
        Future<Reply> stats = owners.run(new QueueCommand.Stats(name));
        Future<Reply> settings = owners.run(new SettingsCommand.Show(name));
        Future<List<QueueNames>> names = owners.askQueues(new QueueNamesQuery(name));
        return Future.join(stats, settings, names)
                .map(all -> new JsonObject()
                        .put(
                                "exists",
                                names.result().stream()
                                        .anyMatch(answer -> !answer.names().isEmpty()))
                        .put("stats", ReplyJson.of(stats.result()))
                        .put("settings", ReplyJson.of(settings.result())));
    }

    /** The items in one state, some at a time, in the order of their ids. */
    Future<JsonObject> items(HttpServerRequest request) {
        String word = request.getParam("state", "").toLowerCase(Locale.ROOT);
        State state = STATES.get(word);
        if (state == null) {
            throw RefusedRequest.bad("state is none of ready, delayed, inflight, dead");
        }
        return owners.run(new ItemCommand.Items(queue(request, "name"), state, MOST, number(request, "after", 0)))
                .map(reply -> new JsonObject().put("items", ReplyJson.of(reply)).put("most", MOST));
    }
}
