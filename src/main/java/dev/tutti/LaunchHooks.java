package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.journal.JournalException;
import io.vertx.core.Deployable;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits the launcher to a configuration that has been read and checked. */
final class LaunchHooks implements VertxApplicationHooks {

    private static final Logger log = LoggerFactory.getLogger(LaunchHooks.class);

    private final JsonObject json;
    private final Configuration configuration;
    private final boolean loopsGiven;
    private final int cores;

    /** @param loopsGiven whether Vert.x's options say how many event loops there are */
    LaunchHooks(JsonObject json, Configuration configuration, boolean loopsGiven, int cores) {
        this.json = json;
        this.configuration = configuration;
        this.loopsGiven = loopsGiven;
        this.cores = cores;
    }

    @Override
    public JsonObject afterConfigParsed(JsonObject ignored) {
        return json;
    }

    /** Nothing is read through Vert.x's file cache, so no directory is made for it. */
    @Override
    public void beforeStartingVertx(HookContext context) {
        VertxOptions options = context.vertxOptions();
        options.getFileSystemOptions().setFileCachingEnabled(false);
        if (!loopsGiven) {
            options.setEventLoopPoolSize(ownerLoops() + configuration.consumerLoops());
        }
    }

    /**
     * As many as are asked for, but one core is left to the kernel, the collector and the journal, as Redis advises for
     * its own threads: whoever has to wait for a core makes those wait who wait for it.
     */
    private int ownerLoops() {
        return Math.min(configuration.ownerLoops(), Math.max(1, cores - 1));
    }

    /** After the line that says that it listens, so that this stays the first. */
    @Override
    public void afterVerticleDeployed(HookContext context) {
        if (!loopsGiven && ownerLoops() < configuration.ownerLoops()) {
            log.info(
                    "event loops of server and producer: {}, for {} instances on {} cores",
                    ownerLoops(),
                    configuration.ownerLoops(),
                    cores);
        }
    }

    @Override
    public Supplier<Deployable> verticleSupplier() {
        return MainVerticle::new;
    }

    /** Whatever else went wrong is the launcher's to log, which also ends the process. */
    @Override
    public void afterFailureToDeployVerticle(HookContext context, Throwable failure) {
        if (failure instanceof ConfigurationException || failure instanceof JournalException) {
            Tutti.refuse(failure.getMessage());
        }
    }
}
