package dev.tutti;

import dev.tutti.bus.MessageCodecs;
import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.Names;
import dev.tutti.config.ServerConfig;
import dev.tutti.config.Units;
import dev.tutti.consumer.ConsumerCheck;
import dev.tutti.consumer.ConsumerVerticle;
import dev.tutti.net.NetServerVerticle;
import dev.tutti.ops.ServerInfo;
import dev.tutti.ops.Statistics;
import dev.tutti.platform.EventLoops;
import dev.tutti.producer.ProducerVerticle;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.Queues;
import dev.tutti.sync.SyncVerticle;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the house from the ground up, a stage when the one below it stands: the owners of the queues and of the other
 * primitives, the consumers, and the net servers last; and stops it from the top down.
 */
public final class MainVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(MainVerticle.class);

    private final Stage servers = new Stage(null);
    private final Stage consumers = new Stage(servers);
    private final Stage owners = new Stage(consumers);
    private final AtomicLong connectionIds = new AtomicLong();
    /** Far above those of connections, which a person reads. */
    private final AtomicLong placeIds = new AtomicLong(1L << 48);

    private final AtomicLong taskIds = new AtomicLong();
    private Configuration configuration;
    private Storage storage;
    private MemoryLimit memory;
    private ServerInfo info;
    private EventLoops loops;
    private NetServerVerticle firstServer;

    /** Where the server listens; known once it has started. */
    public int actualPort() {
        return firstServer.actualPort();
    }

    @Override
    public Future<?> start() {
        Configuration asked = Configuration.from(config());
        loops = new EventLoops(vertx, asked.ownerLoops(), asked.taskLoops());
        configuration = asked.withInstancesUpTo(loops.count());
        ConsumerCheck.check(configuration.consumers());
        memory = new MemoryLimit(configuration.producer().maxMemoryBytes());
        MessageCodecs.register(vertx.eventBus());
        return vertx.executeBlocking(() -> Storage.open(configuration.producer()))
                .map(this::opened)
                .compose(opened -> deployOwners())
                .compose(deployed -> deployConsumers())
                .compose(deployed -> deployServers())
                .recover(failure -> closeStorage().transform(closed -> Future.failedFuture(failure)))
                .onSuccess(deployed -> announce(asked));
    }

    private Storage opened(Storage opened) {
        storage = opened;
        info = new ServerInfo(
                new Statistics(),
                configuration.server().maxConnections(),
                memory::used,
                memory.max(),
                storage.journal());
        return opened;
    }

    /** All that it has deployed has stopped by now. */
    @Override
    public Future<?> stop() {
        return closeStorage();
    }

    private Future<?> closeStorage() {
        return vertx.executeBlocking(() -> {
            if (storage != null) {
                storage.close();
            }
            return null;
        });
    }

    private Future<?> deployOwners() {
        List<ProducerVerticle> producers = IntStream.range(
                        0, configuration.producer().instances())
                .mapToObj(this::producer)
                .toList();
        List<Queues> queues = producers.stream().map(ProducerVerticle::queues).toList();
        return vertx.executeBlocking(() -> {
                    storage.recover(queues);
                    return storage.events();
                })
                .compose(events -> deployOwners(producers, events));
    }

    private CompositeFuture deployOwners(List<ProducerVerticle> producers, List<String> setEvents) {
        List<Future<?>> deployments = new ArrayList<>();
        deployments.addAll(deploy(owners, producers.size(), 0, producers::get));
        deployments.addAll(deploy(owners, producers.size(), 0, i -> sync(i, setEvents)));
        return Future.all(deployments);
    }

    private ProducerVerticle producer(int instance) {
        return new ProducerVerticle(
                instance, configuration, storage.itemIds(), taskIds::decrementAndGet, memory, storage.journal());
    }

    private SyncVerticle sync(int instance, List<String> setEvents) {
        int owners = configuration.producer().instances();
        List<String> own = setEvents.stream()
                .filter(event -> Names.owner(event, owners) == instance)
                .toList();
        return new SyncVerticle(
                instance, configuration, storage.tokens(), taskIds::decrementAndGet, memory, storage.journal(), own);
    }

    private CompositeFuture deployConsumers() {
        List<Future<?>> deployments = new ArrayList<>();
        for (int consumer = 0; consumer < configuration.consumers().size(); consumer++) {
            int index = consumer;
            int instances = configuration.consumers().get(index).instances();
            deployments.addAll(deploy(
                    consumers,
                    instances,
                    index,
                    i -> new ConsumerVerticle(index, i, configuration, placeIds::incrementAndGet)));
        }
        return Future.all(deployments);
    }

    /** The first one alone: if it may listen, the others share its socket. */
    private Future<CompositeFuture> deployServers() {
        ServerConfig config = configuration.server();
        firstServer = server(0);
        loops.turnTo(0);
        return vertx.deployVerticle(servers.add(firstServer))
                .recover(failure -> Future.failedFuture(explained(failure)))
                .compose(listening -> Future.all(deploy(servers, config.instances() - 1, 1, i -> server(i + 1))));
    }

    private NetServerVerticle server(int instance) {
        return new NetServerVerticle(
                instance, configuration, connectionIds::incrementAndGet, taskIds::decrementAndGet, info);
    }

    /** Deploys so many instances, on one event loop of the owners after another. */
    private List<Future<?>> deploy(Stage stage, int instances, int firstLoop, IntFunction<VerticleBase> verticle) {
        List<Future<?>> deployments = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            loops.turnTo(firstLoop + i);
            deployments.add(vertx.deployVerticle(stage.add(verticle.apply(i))));
        }
        return deployments;
    }

    private Throwable explained(Throwable failure) {
        ServerConfig server = configuration.server();
        if (failure instanceof BindException) {
            return ConfigurationException.of(
                    "server.port", server.port(), "on " + server.host() + " is in use, expected a free port");
        }
        return ConfigurationException.of(
                "server.host",
                server.host(),
                "cannot be listened on (" + failure.getMessage() + "), expected an address of this machine");
    }

    private void announce(Configuration asked) {
        log.info(summary());
        if (loops.count() < asked.ownerLoops()) {
            log.info(
                    "asked for were instances: server {}, producer {}; there are as many as event loops at most, {} here",
                    asked.server().instances(),
                    asked.producer().instances(),
                    loops.count());
        }
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
        String journal = configuration.producer().journal();
        // Not by a format, which loads classes for all languages before the first connection is taken.
        return "Tutti " + ServerInfo.VERSION + " listens on " + server.host() + ":" + actualPort()
                + "; instances: server " + server.instances()
                + ", producer " + configuration.producer().instances()
                + "; consumers: " + instances + " on " + Units.count(queues, "queue")
                + "; journal: " + (journal == null ? "none, items are in memory only" : journal);
    }
}
