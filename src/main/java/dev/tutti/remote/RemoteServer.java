package dev.tutti.remote;

import dev.tutti.client.Tutti;
import dev.tutti.client.TuttiException.NotPermitted;
import dev.tutti.client.TuttiOptions;
import dev.tutti.client.TuttiQueue;
import dev.tutti.config.ConnectConfig;
import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server elsewhere from which all consumers of this process take items, by one client. While it is away, or refuses
 * the password, it is tried again and again. Used on one context, but for {@link #queue}.
 */
public final class RemoteServer {

    private static final Logger log = LoggerFactory.getLogger(RemoteServer.class);
    private static final long RETRY_MILLIS = 1000;
    /** The server slows all clients of an address from which a wrong password comes more often. */
    private static final long SLOWEST_MILLIS = 8000;
    /** More consumers than anybody has, each of which may wait for items. */
    private static final int MOST_CALLS = 100_000;
    /** So soon a consumer knows that an item was cancelled. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    /** Held, since Java forgets the level of a logger that nobody holds. What it says is said here, and bounded. */
    private static final java.util.logging.Logger ofClient =
            java.util.logging.Logger.getLogger(Tutti.class.getPackageName());

    private final Vertx vertx;
    private final ConnectConfig config;
    private final EventLog events;
    private final Consumer<Boolean> state;
    private final Supplier<Future<Void>> beforeClose;
    private final Promise<Tutti> connected = Promise.promise();
    private boolean isClosed;

    /**
     * @param state is told whether there is a connection, as it changes
     * @param beforeClose is done before the client closes, also when Vert.x ends it
     */
    public RemoteServer(
            Vertx vertx,
            ConnectConfig config,
            EventLog events,
            Consumer<Boolean> state,
            Supplier<Future<Void>> beforeClose) {
        this.vertx = vertx;
        this.config = config;
        this.events = events;
        this.state = state;
        this.beforeClose = beforeClose;
    }

    /** Begins to connect. Nobody waits for it. */
    public void connect() {
        ofClient.setLevel(Level.OFF);
        attempt(options(), RETRY_MILLIS);
    }

    private TuttiOptions options() {
        TuttiOptions options = new TuttiOptions()
                .setUser(config.user())
                .setPassword(config.password())
                .setClientName(config.name())
                .setMaxConnections(MOST_CALLS);
        config.addresses().forEach(address -> options.addAddress(address.host(), address.port()));
        if (config.isTls()) {
            ClientSSLOptions tls = new ClientSSLOptions();
            options.setSslOptions(tls);
            if (config.ca() != null) {
                tls.setTrustOptions(new PemTrustOptions().addCertPath(config.ca()));
            }
        }
        return options;
    }

    private void attempt(TuttiOptions options, long millis) {
        Tutti.connect(vertx, options).onSuccess(this::connected).onFailure(failure -> {
            if (!isClosed) {
                away(failure);
                boolean isRefused = failure instanceof NotPermitted;
                vertx.setTimer(
                        millis, due -> retry(options, isRefused ? Math.min(2 * millis, SLOWEST_MILLIS) : millis));
            }
        });
    }

    private void retry(TuttiOptions options, long millis) {
        if (!isClosed) {
            attempt(options, millis);
        }
    }

    private void connected(Tutti client) {
        if (isClosed) {
            client.close();
            return;
        }
        client.connectionHandler(this::changed).closeAfter(beforeClose);
        changed(null);
        connected.complete(client);
    }

    private void changed(Throwable reason) {
        state.accept(reason == null);
        if (reason == null) {
            log.info("connected to {}", config.shown());
        } else if (!isClosed) {
            away(reason);
        }
    }

    private void away(Throwable reason) {
        events.add(
                EventKind.AWAY_SERVER,
                config.shown(),
                () -> new LogLine(config.shown() + " gives no items, it is tried again: " + text(reason)));
    }

    /** What the consumers of a queue cannot get, for another reason than that the server is away. */
    void refused(String queue, Throwable reason) {
        events.add(
                EventKind.AWAY_SERVER,
                "queue " + queue,
                () -> new LogLine("queue " + queue + ": the server gives no items, it is asked again: " + text(reason))
                        .with("queue", queue));
    }

    private static String text(Throwable reason) {
        return reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }

    Future<Tutti> client() {
        return connected.future();
    }

    TuttiQueue queue(Tutti client, String name) {
        Duration lease = Duration.ofMillis(config.leaseMillis());
        Duration third = lease.dividedBy(3);
        return client.queue(name, lease, third.compareTo(HEARTBEAT) < 0 ? third : HEARTBEAT);
    }

    /** Closes the client, if there is one. */
    public Future<?> close() {
        isClosed = true;
        return connected.future().isComplete() ? connected.future().result().close() : Future.succeededFuture();
    }
}
