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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration of a running server again. What is wrong changes nothing. One reload runs at a time, and
 * those that are asked for meanwhile are one behind it. All methods but {@link #reload} belong to the context of the
 * main verticle.
 */
final class Reloader implements ConfigurationReload {

    /** @param descriptors as they are divided then */
    private record Plan(Reload reload, DescriptorBudget descriptors) {}

    private static final Logger log = LoggerFactory.getLogger(Reloader.class);
    /** A reload that takes longer says how far it has come, again and again. */
    private static final long PROGRESS_MILLIS = 10_000;

    private final Context context;
    private final Supplier<JsonObject> source;
    private final String origin;
    /** What is in force, without its defaults. */
    private JsonObject json;

    private Configuration configuration;
    private DescriptorBudget descriptors;
    private Server server;
    private CertificateWatch certificate;
    /** The part of the reload that is under way. */
    private String step;

    /** The end of the reload that was begun or is to begin last. */
    private Future<?> last = Future.succeededFuture();
    /** The end of the reload that is to begin, or null. */
    private Future<String> waiting;

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
        context.runOnContext(turn -> next().onSuccess(done::complete).onFailure(done::fail));
        return done.future();
    }

    /** The reload that has not begun yet reads everything that is in the file by now. */
    private Future<String> next() {
        if (waiting != null) {
            return waiting;
        }
        Promise<String> next = Promise.promise();
        Future<?> before = last;
        waiting = next.future();
        last = next.future();
        before.onComplete(ended -> {
            waiting = null;
            reloadNow().onSuccess(next::complete).onFailure(next::fail);
        });
        return next.future();
    }

    private Future<String> reloadNow() {
        long progress = context.owner().setPeriodic(PROGRESS_MILLIS, tick -> log.info("reload: {}", step));
        return planAndApply().onComplete(ended -> context.owner().cancelTimer(progress));
    }

    private Future<String> planAndApply() {
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
        if (server.isStopping()) {
            return Future.failedFuture(new ConfigurationException("the server is stopping"));
        }
        step = "the file is read";
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
        step = "consumers are started, and those before finish their items";
        return server.replaceConsumers(plan.reload.next())
                .compose(replaced -> {
                    step = "queues, schedules and limits change";
                    return server.reload(plan.reload.next(), plan.descriptors.connections());
                })
                .compose(problems -> {
                    take(plan);
                    return useCertificate().map(problem -> with(problems, problem));
                })
                .onSuccess(problems -> log.info("reload: {}", plan.reload.line(problems)));
    }

    /** Completes with the reason for which new connections use the files before, or null. Everything else is done. */
    private Future<String> useCertificate() {
        if (certificate == null) {
            return Future.succeededFuture();
        }
        return certificate
                .change(configuration.server().tls())
                .map((String) null)
                .otherwise(failure -> "new connections get the certificate before: " + failure.getMessage());
    }

    private static List<String> with(List<String> problems, String one) {
        return one == null
                ? problems
                : Stream.concat(problems.stream(), Stream.of(one)).toList();
    }

    private void take(Plan plan) {
        Configuration next = plan.reload.next();
        if (next.logging() != configuration.logging()) {
            LogSetup.use(next.logging());
        }
        if (!plan.descriptors.equals(descriptors)) {
            plan.descriptors.warning().ifPresent(log::warn);
        }
        ProcessEnd.allowDrain(next.drainTimeoutMillis());
        json = plan.reload.json();
        configuration = next;
        descriptors = plan.descriptors;
    }
}
