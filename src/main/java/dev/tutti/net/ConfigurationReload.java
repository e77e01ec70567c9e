package dev.tutti.net;

import io.vertx.core.Future;

/** Reads the configuration again, for clients that ask for it. Safe to call from any thread. */
@FunctionalInterface
public interface ConfigurationReload {

    /**
     * Completes with the reply when the server works by what was read. Fails with a {@link
     * dev.tutti.config.ConfigurationException} if nothing was changed.
     */
    Future<String> reload();
}
