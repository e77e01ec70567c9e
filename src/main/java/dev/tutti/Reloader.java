package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.Reload;
import dev.tutti.config.TlsConfig;
import dev.tutti.consumer.ConsumerCheck;
import dev.tutti.log.LogSetup;
import dev.tutti.net.ConfigurationReload;
import dev.tutti.net.ServerCertificate;
import dev.tutti.platform.Descriptors;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration of a running server again. What is wrong changes nothing. One reload runs at a time. All
 * methods but {@link #reload} belong to the context of the main verticle.
 */
final class Reloader implements ConfigurationReload {

    /** @param descriptors as they are divided then */
    private record Plan(Reload reload, DescriptorBudget descriptors) {}

    private static final Logger log = LoggerFactory.getLogger(Reloader.class);

    private final Context context;
    private final Supplier<JsonObject> source;
    private final String origin;
    /** What is in force, without its defaults. */
    private JsonObject json;

    private Configuration configuration;
    private DescriptorBudget descriptors;
    private Server server;
    private CertificateWatch certificate;
    private Future<?> last = Future.succeededFuture();

    /**
     * @param source reads the whole configuration; null if it came from nothing that can be read again
     * @param origin where the configuration comes from, for people
     * @param json what is in force
     */
    Reloader(Context context, Supplier<JsonObject> source, String origin, JsonObject json) {
        this.context = context;
        this.source = source;
        this.origin = origin;
        this.json = json;
        this.configuration = Configuration.from(json);
    }

    /**
     * @param budget the file descriptors as they are divided now
     * @param watch of the certificate; null without TLS
     */
    void begin(Server running, DescriptorBudget budget, CertificateWatch watch) {
        server = running;
        descriptors = budget;
        certificate = watch;
    }

    @Override
    public Future<String> reload() {
        Promise<String> done = Promise.promise();
        context.runOnContext(turn -> {
            Future<String> next = last.transform(before -> reloadNow());
            last = next;
            next.onSuccess(done::complete).onFailure(done::fail);
        });
        return done.future();
    }

    private Future<String> reloadNow() {
        return plan().compose(plan -> apply(plan).map(plan.reload::reply)).onFailure(failure -> {
            if (failure instanceof ConfigurationException) {
                log.warn("reload: nothing is changed: {}", failure.getMessage());
            } else {
                log.error("reload failed", failure);
            }
        });
    }

    private Future<Plan> plan() {
        if (source == null) {
            return Future.failedFuture(new ConfigurationException(
                    "there is nothing to reload, since the configuration is not in a file: " + origin));
        }
        if (server == null) {
            return Future.failedFuture(new ConfigurationException("the server is still starting"));
        }
        return context.owner().executeBlocking(() -> {
            Reload plan = Reload.plan(json, configuration, source.get());
            ConsumerCheck.check(plan.next().consumers());
            TlsConfig tls = plan.next().server().tls();
            if (tls != null) {
                ServerCertificate.check(context.owner(), tls);
            }
            DescriptorBudget budget = DescriptorBudget.of(plan.next(), Descriptors.limit(), descriptors.open());
            budget.connections(); // which fails if there is room for none
            return new Plan(plan, budget);
        });
    }

    /** Completes with the changes that were refused, as texts. */
    private Future<List<String>> apply(Plan plan) {
        if (plan.reload.isWritten()) {
            server.checkJournal();
        }
        return server.reload(plan.reload.next(), plan.descriptors.connections()).compose(problems -> {
            take(plan);
            log.info("reload: {}", plan.reload.line(problems));
            Future<?> watched = certificate == null
                    ? Future.succeededFuture()
                    : certificate.watch(configuration.server().tls());
            return watched.map(problems);
        });
    }

    private void take(Plan plan) {
        Configuration next = plan.reload.next();
        if (next.logging() != configuration.logging()) {
            LogSetup.use(next.logging());
        }
        if (!plan.descriptors.equals(descriptors)) {
            plan.descriptors.warning().ifPresent(log::warn);
        }
        ProcessEnd.allowDrain(next.server().drainTimeoutMillis());
        json = plan.reload.json();
        configuration = next;
        descriptors = plan.descriptors;
    }
}
