package dev.tutti.coroutine;

import dev.tutti.config.Configuration;
import io.vertx.core.eventbus.EventBus;

/** A family of commands beside that of the owner, on the same event loop and in the same {@link OwnerTurns}. */
public interface Companion {

    /** The way to open addresses, such as those of an {@link Inbox}. */
    interface Reception {
        /**
         * Opens the addresses of a scheduler.
         *
         * @param address takes its requests
         * @param peers take its replies
         */
        void open(String address, CommandScheduler<?, ?> scheduler, PeerOwners peers);
    }

    /**
     * Begins, and opens the addresses of its scheduler. To be called on the owner's event loop.
     *
     * @param turns the turns of the owner
     * @return the scheduler, which becomes the partner of the owner's
     */
    CommandScheduler<?, ?> begin(EventBus bus, OwnerTurns turns, Reception reception);

    /** Works by another configuration from now on. To be called in a turn of the owner, after {@link #begin}. */
    void reload(Configuration next);
}
