package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.journal.Journal;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** What is behind the net servers of a server: a service, for ever or only while this node leads its cluster. */
interface Backend {

    /**
     * Starts it. If that fails, {@link #close} ends what has started.
     *
     * @param goOn is asked before each step, and fails if there is no use in going on
     */
    Future<?> start(Supplier<Future<?>> goOn);

    /** The part of the start that is under way, for people. Safe to call from any thread. */
    String step();

    /** The journal, or null before it is open. Safe to call from any thread. */
    Journal journal();

    /** The service; empty while this node serves nothing. */
    Optional<Service> service();

    /** Replaces the consumers that have changed. If a new one cannot be started, all stay, and the future fails. */
    default Future<?> replaceConsumers(Configuration next) {
        Optional<Service> running = service();
        return running.isPresent() ? running.get().replaceConsumers(next) : Future.succeededFuture();
    }

    /** Ends it, behind the net servers. */
    Future<?> close();
}
