package dev.tutti;

import dev.tutti.config.Configuration;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration. */
final class MainVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(MainVerticle.class);

    @Override
    public Future<?> start() {
        Configuration configuration = Configuration.from(config());
        log.info("Tutti listens on {}", configuration.server());
        return Future.succeededFuture();
    }
}
