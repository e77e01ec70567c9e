package dev.tutti;

import dev.tutti.bus.MessageCodecs;
import dev.tutti.config.Configuration;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.ServerConfig;
import dev.tutti.config.TlsConfig;
import dev.tutti.config.Units;
import dev.tutti.consumer.ConsumerCheck;
import dev.tutti.net.ProtectedMode;
import dev.tutti.ops.Build;
import dev.tutti.platform.Descriptors;
import dev.tutti.platform.EventLoops;
import dev.tutti.platform.NetworkAddress;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.LocalMap;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verticle that the launcher deploys. Its start reads the configuration, registers the codecs of this Vert.x,
 * starts a {@link Server} and logs the address.
 */
public final class MainVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(MainVerticle.class);
    private static final String SERVER = "server";

    private final String origin;
    private final Supplier<JsonObject> source;
    private Configuration configuration;
    private EventLoops loops;
    private DescriptorBudget descriptors;
    private Server server;

    public MainVerticle() {
        this("given to the verticle", null);
    }

    /**
     * @param origin where the configuration comes from, for the log
     * @param source reads it again; null if it came from nothing that can be read again
     */
    MainVerticle(String origin, Supplier<JsonObject> source) {
        this.origin = origin;
        this.source = source;
    }

    /** Returns the port of the first net server. Call this only after the start. */
    public int actualPort() {
        return server.actualPort();
    }

    /** Returns the port for metrics. Call this only after the start, and only if metrics are configured. */
    public int metricsPort() {
        return server.metricsPort();
    }

    @Override
    public Future<?> start() {
        configuration = Configuration.from(config());
        ProcessEnd.allowDrain(configuration.drainTimeoutMillis());
        ConsumerCheck.check(configuration.consumers());
        descriptors = DescriptorBudget.of(configuration, Descriptors.limit(), Descriptors.open());
        int connections = descriptors.connections();
        claim();
        MessageCodecs.register(vertx.eventBus());
        loops = new EventLoops(vertx, configuration.ownerLoops(), configuration.taskLoops());
        Reloader reloader = new Reloader(context, source, origin, config());
        server = new Server(vertx, configuration, loops, new CallerIds(), connections, reloader);
        TlsConfig tls = configuration.server().tls();
        CertificateWatch watch = tls == null ? null : new CertificateWatch(vertx, server::readCertificate);
        return (watch == null ? Future.succeededFuture() : watch.begin(tls))
                .compose(checked -> server.start())
                .onSuccess(listening -> {
                    reloader.begin(server, descriptors, watch);
                    ProcessEnd.onHangUp(reloader::reload);
                    announce();
                })
                .onFailure(failure -> release());
    }

    /** Two servers in one Vert.x would get each other's messages. */
    private void claim() {
        if (servers().putIfAbsent(SERVER, true) != null) {
            throw new IllegalStateException(
                    "a server of Tutti runs in this Vert.x already, start another one in a Vert.x of its own");
        }
    }

    private void release() {
        servers().remove(SERVER);
    }

    private LocalMap<String, Boolean> servers() {
        return vertx.sharedData().getLocalMap(MainVerticle.class.getName());
    }

    /** Closes the journal. Vert.x has undeployed the verticles of the server by now, stage by stage. */
    @Override
    public Future<?> stop() {
        return server.stop().onComplete(stopped -> release());
    }

    private void announce() {
        ProcessEnd.listens();
        log.info("Tutti " + Build.description() + " " + summary() + "; configuration: " + origin);
        descriptors.warning().ifPresent(log::warn);
        if (configuration.connect() == null) {
            warn(configuration.server());
        }
        if (SystemdNotice.isExpected()) {
            vertx.executeBlocking(() -> {
                SystemdNotice.tellReady();
                return null;
            });
        }
    }

    private void warn(ServerConfig config) {
        ProtectedMode.warning(config, NetworkAddress.text(config.host(), actualPort()))
                .ifPresent(log::warn);
        warnOfSharedLoops();
        warnOfFewCores(Runtime.getRuntime().availableProcessors());
    }

    private void warnOfSharedLoops() {
        if (loops.count() < configuration.ownerLoops()) {
            log.warn(
                    "{} share {}: raise eventLoopPoolSize in --options, or leave it out",
                    instances(),
                    Units.count(loops.count(), "event loop"));
        }
    }

    private void warnOfFewCores(int cores) {
        if (loops.count() > cores) {
            log.warn(
                    "{} run on {} event loops, but there are only {}: more event loops than cores make a server slower",
                    instances(),
                    loops.count(),
                    Units.count(cores, "core"));
        }
    }

    private String instances() {
        return "server.instances " + configuration.server().instances() + " and producer.instances "
                + configuration.producer().instances();
    }

    private String summary() {
        ServerConfig server = configuration.server();
        int instances = configuration.consumers().stream()
                .mapToInt(ConsumerConfig::instances)
                .sum();
        long queues = configuration.consumers().stream()
                .map(ConsumerConfig::queue)
                .distinct()
                .count();
        String consumers = "consumers: " + instances + " on " + Units.count(queues, "queue");
        if (configuration.connect() != null) {
            return "takes items from " + configuration.connect().shown() + "; " + consumers;
        }
        String journal = configuration.producer().journal();
        // Not by a format, which loads classes for all languages before the first connection is taken.
        return "listens on " + NetworkAddress.text(server.host(), actualPort())
                + "; instances: server " + server.instances()
                + ", producer " + configuration.producer().instances()
                + "; " + consumers
                + "; journal: " + (journal == null ? "none, items are in memory only" : absolute(journal));
    }

    private static String absolute(String file) {
        return Path.of(file).toAbsolutePath().normalize().toString();
    }
}
