package dev.tutti.page;

import dev.tutti.bus.OwnerQuestions;
import dev.tutti.config.MetricsConfig;
import dev.tutti.config.Role;
import dev.tutti.http.RequestUsers;
import dev.tutti.ops.Histogram;
import dev.tutti.ops.WatchedServer;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** All paths of the page. Bound to the event loop of the HTTP server. */
public final class Page {

    private final Map<String, Handler<HttpServerRequest>> paths = new LinkedHashMap<>();
    private final Map<String, BiConsumer<HttpServerRequest, Buffer>> posts = new LinkedHashMap<>();

    /**
     * @param config the one in force
     * @param users those whose requests come
     * @param lag gives the lag of each event loop
     */
    public Page(
            Supplier<MetricsConfig> config,
            RequestUsers users,
            WatchedServer watched,
            OwnerQuestions owners,
            Supplier<List<Histogram>> lag) {
        paths.put("/", PageFile.of("index.html", "text/html; charset=utf-8"));
        paths.put("/page.css", PageFile.of("page.css", "text/css; charset=utf-8"));
        for (String script : List.of("page.js", "views.js", "server.js", "actions.js", "elements.js")) {
            paths.put("/" + script, PageFile.of(script, "text/javascript; charset=utf-8"));
        }
        OwnerAnswers answers = new OwnerAnswers(watched);
        Overview overview = new Overview(watched, owners, lag);
        QueueDetails queues = new QueueDetails(owners);
        SideLists lists = new SideLists(owners);
        paths.put("/api/overview", answers.ofAny(overview::take));
        paths.put("/api/queue", answers.of(queues::stats));
        paths.put("/api/items", answers.of(queues::items));
        paths.put("/api/locks", answers.of(lists::locks));
        paths.put("/api/schedules", answers.of(lists::schedules));
        paths.put("/api/connections", answers.of(lists::connections));
        ActionGuard guard = new ActionGuard(config, users::haveToLogIn, request -> users.allow(request, Role.WRITE));
        Actions actions = new Actions(guard, users, owners);
        paths.put("/api/actions", answers.ofAny(actions::permission));
        for (Action action : Action.values()) {
            posts.put(
                    action.path(),
                    (request, body) -> answers.of(asked -> actions.act(action, asked, body))
                            .handle(request));
        }
    }

    /** The paths of POST with their handlers, which are given the whole body. They change queues. */
    public Map<String, BiConsumer<HttpServerRequest, Buffer>> posts() {
        return posts;
    }

    /** The paths of GET with their handlers. */
    public Map<String, Handler<HttpServerRequest>> paths() {
        return paths;
    }
}
