package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.metrics.HttpProbe;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Consumers of a server elsewhere, in this process and in a Vert.x of their own, with an HTTP server. */
final class RemoteWorker implements AutoCloseable {

    private final JsonObject json;
    private final Vertx vertx;
    private final MainVerticle main;

    private RemoteWorker(JsonObject json) {
        this.json = json;
        Configuration asked = Configuration.from(json);
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(asked.ownerLoops() + asked.taskLoops());
        options.getFileSystemOptions().setFileCachingEnabled(false);
        vertx = Vertx.vertx(options);
        main = new MainVerticle("the test", () -> this.json);
    }

    /**
     * Starts it. It need not be connected then.
     *
     * @param connect of the configuration
     * @param consumers a JSON array
     */
    static RemoteWorker start(Object connect, String consumers) throws Exception {
        RemoteWorker worker = new RemoteWorker(new JsonObject("{\"consumers\":" + consumers + "}")
                .put("metrics", new JsonObject().put("port", 0))
                .put("connect", connect));
        worker.vertx
                .deployVerticle(worker.main, new DeploymentOptions().setConfig(worker.json))
                .await(20, TimeUnit.SECONDS);
        return worker;
    }

    HttpProbe http() {
        return new HttpProbe(main.metricsPort());
    }

    void awaitReady() {
        HttpProbe probe = http();
        Await.until("the worker is connected", () -> probe.get("/health/ready").statusCode() == 200);
    }

    /** Stops it, as SIGTERM does, and waits until it has stopped. */
    @Override
    public void close() {
        try {
            vertx.close().await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("the worker does not stop", late);
        }
    }
}
