package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConfigurationSources;
import dev.tutti.journal.JournalException;
import dev.tutti.persistence.HeapTooSmallException;
import dev.tutti.platform.CheckedVertxBuilder;
import dev.tutti.platform.EventLoops;
import dev.tutti.platform.GuardedTransport;
import io.vertx.core.Deployable;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Adapts the launcher to a configuration that has been read and checked. */
final class LaunchHooks implements VertxApplicationHooks {

    /** The exit code with which the JVM ends when the heap is used up. */
    private static final int HEAP_USED_UP = 3;

    private final ConfigurationSources sources;
    private final Configuration configuration;
    private final JsonObject given;

    /** @param given the options of Vert.x in the command line, which may be empty */
    LaunchHooks(ConfigurationSources sources, Configuration configuration, JsonObject given) {
        this.sources = sources;
        this.configuration = configuration;
        this.given = given;
    }

    @Override
    public JsonObject afterConfigParsed(JsonObject ignored) {
        return sources.json();
    }

    /**
     * Sets the number of event loops, and turns off Vert.x's file cache, which would create a directory for nothing.
     */
    @Override
    public void beforeStartingVertx(HookContext context) {
        VertxOptions options = context.vertxOptions();
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        boolean loopsGiven = given.containsKey("eventLoopPoolSize");
        if (!loopsGiven && options.getEventLoopPoolSize() == VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE) {
            options.setEventLoopPoolSize(configuration.ownerLoops() + configuration.taskLoops());
        }
    }

    /** Gives Vert.x the transport that counts connections when they are accepted, unless another one is asked for. */
    @Override
    public VertxBuilder createVertxBuilder(VertxOptions options) {
        VertxBuilder builder = VertxApplicationHooks.super.createVertxBuilder(options);
        if (!options.getPreferNativeTransport()) {
            builder.withTransport(new GuardedTransport());
        }
        return given.isEmpty()
                ? builder
                : new CheckedVertxBuilder(
                        builder, e -> Tutti.refuse("--options: Vert.x does not start with them: " + e.getMessage()));
    }

    @Override
    public Supplier<Deployable> verticleSupplier() {
        return () -> new MainVerticle(sources.description(), sources.isFile() ? sources::readAgain : null);
    }

    @Override
    public void beforeStoppingVertx(HookContext context) {
        ProcessEnd.endFromWithin("a class in this process has closed Vert.x");
    }

    @Override
    public void afterVertxStopped(HookContext context) {
        ProcessEnd.stopped();
    }

    @Override
    public void afterFailureToStopVertx(HookContext context, Throwable failure) {
        ProcessEnd.stopFailed(failure);
    }

    @Override
    public void afterVertxStarted(HookContext context) {
        EventLoops.onEnd(context.vertx(), loop -> ProcessEnd.haltFromWithin(loop + " has ended"));
    }

    /** Logs what a user may miss. This comes after the line that says where the server listens. */
    @Override
    public void afterVerticleDeployed(HookContext context) {
        ProcessEnd.started();
        sources.omission().ifPresent(LoggerFactory.getLogger(Tutti.class)::info);
    }

    /**
     * Ends the process with one line for a mistake of the user, and with none if a signal has ended the start. The
     * launcher logs any other failure and ends the process.
     */
    @Override
    public void afterFailureToDeployVerticle(HookContext context, Throwable failure) {
        ProcessEnd.startFailed();
        if (failure instanceof ConfigurationException || failure instanceof JournalException) {
            Tutti.refuse(failure.getMessage());
        }
        if (failure instanceof HeapTooSmallException) {
            Tutti.refuse(failure.getMessage(), HEAP_USED_UP);
        }
    }
}
