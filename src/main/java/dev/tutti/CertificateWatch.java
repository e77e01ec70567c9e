package dev.tutti;

import dev.tutti.config.ConfigurationException;
import dev.tutti.config.TlsConfig;
import dev.tutti.net.ServerCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the files of {@code server.tls} have changed, so that a renewed certificate needs no reload, and warns
 * once a day of one that is out of date. All methods belong to the context of the main verticle.
 */
final class CertificateWatch {

    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long LOOK_MILLIS = Duration.ofSeconds(5).toMillis();
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Vertx vertx;
    private final Supplier<Future<?>> use;
    private TlsConfig files;
    /** The bytes of the files at the last look; none if the server could not use them, and is to look again. */
    private List<ByteBuffer> seen;

    private ServerCertificate certificate;

    /** @param use has the server read the files */
    CertificateWatch(Vertx vertx, Supplier<Future<?>> use) {
        this.vertx = vertx;
        this.use = use;
    }

    /**
     * Checks the files for the first time. Fails with a {@link ConfigurationException} if they cannot be used.
     *
     * @param config names the files
     */
    Future<?> begin(TlsConfig config) {
        return check(config).onSuccess(checked -> {
            certificate = checked;
            warn();
            vertx.setPeriodic(LOOK_MILLIS, tick -> look());
            vertx.setPeriodic(DAY_MILLIS, day -> warn());
        });
    }

    /** Uses and watches these files from now on. If they cannot be used, the future fails, and the next look tries. */
    Future<?> change(TlsConfig config) {
        List<ByteBuffer> before = seen;
        return check(config)
                .onFailure(unusable -> seen = List.of())
                .compose(checked ->
                        seen.equals(before) ? take(checked).onSuccess(taken -> warn()) : takeChanged(checked));
    }

    private Future<ServerCertificate> check(TlsConfig config) {
        files = config;
        return blocking(() -> {
            seen = read(config);
            return ServerCertificate.check(vertx, config);
        });
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work);
    }

    private void warn() {
        certificate.warning(Instant.now()).ifPresent(log::warn);
    }

    private void look() {
        TlsConfig config = files;
        blocking(() -> {
                    List<ByteBuffer> found = read(config);
                    if (found.equals(seen)) {
                        return null;
                    }
                    seen = found;
                    return ServerCertificate.check(vertx, config);
                })
                .compose(changed -> changed == null ? Future.succeededFuture() : takeChanged(changed))
                .onFailure(failure -> log.warn(
                        "the files of server.tls have changed, and the server goes on with those before: {}",
                        failure.getMessage()));
    }

    private Future<Void> takeChanged(ServerCertificate changed) {
        return take(changed).onSuccess(taken -> {
            log.info("the files of server.tls have changed, and new connections use them");
            warn();
        });
    }

    /** Has the server use the files that were checked. If they have changed meanwhile, the next look tries again. */
    private Future<Void> take(ServerCertificate checked) {
        return use.get()
                .<Void>mapEmpty()
                .onSuccess(used -> certificate = checked)
                .onFailure(changedMeanwhile -> seen = List.of());
    }

    /** A file that cannot be read has no bytes, and is refused by the check. */
    private static List<ByteBuffer> read(TlsConfig config) {
        return Stream.of(config.cert(), config.key(), config.clientCa())
                .filter(Objects::nonNull)
                .map(CertificateWatch::bytes)
                .toList();
    }

    private static ByteBuffer bytes(String file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(Path.of(file)));
        } catch (IOException unreadable) {
            return ByteBuffer.allocate(0);
        }
    }
}
