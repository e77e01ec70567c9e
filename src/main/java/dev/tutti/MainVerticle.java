package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import java.net.BindException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration and opens the server's port. */
final class MainVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(MainVerticle.class);

    @Override
    public Future<?> start() {
        ServerConfig server = Configuration.from(config()).server();
        return vertx.createNetServer()
                .connectHandler(socket -> socket.close())
                .listen(server.port(), server.host())
                .onSuccess(opened -> logStart(server, opened))
                .recover(failure -> Future.failedFuture(explained(server, failure)));
    }

    private static void logStart(ServerConfig server, NetServer opened) {
        log.info("Tutti listens on {}:{}", server.host(), opened.actualPort());
    }

    private static Throwable explained(ServerConfig server, Throwable failure) {
        return failure instanceof BindException
                ? ConfigurationException.of(
                        "server.port", server.port(), "on " + server.host() + " is in use, expected a free port")
                : failure;
    }
}
