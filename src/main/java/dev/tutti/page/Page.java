package dev.tutti.page;

import dev.tutti.bus.OwnerQuestions;
import dev.tutti.ops.Histogram;
import dev.tutti.ops.WatchedServer;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All paths of the page. Bound to the event loop of the HTTP server. */
public final class Page {

    private final Map<String, Handler<HttpServerRequest>> paths = new LinkedHashMap<>();

    /** @param lag gives the lag of each event loop */
    public Page(WatchedServer watched, OwnerQuestions owners, Supplier<List<Histogram>> lag) {
        paths.put("/", PageFile.of("index.html", "text/html; charset=utf-8"));
        paths.put("/page.css", PageFile.of("page.css", "text/css; charset=utf-8"));
        for (String script : List.of("page.js", "views.js", "elements.js")) {
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
    }

    /** The paths with their handlers. */
    public Map<String, Handler<HttpServerRequest>> paths() {
        return paths;
    }
}
