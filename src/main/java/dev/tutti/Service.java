package dev.tutti;

import dev.tutti.bus.Addresses;
import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.Names;
import dev.tutti.consumer.BusOwner;
import dev.tutti.consumer.SlotOwner;
import dev.tutti.journal.Journal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.Statistics;
import dev.tutti.persistence.HeldPermit;
import dev.tutti.platform.EventLoops;
import dev.tutti.producer.ProducerVerticle;
import dev.tutti.schedule.Schedule;
import dev.tutti.sync.Primitives;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Everything behind the net servers, from opening the journal to closing it: the owners of queues and locks, and the
 * consumers. A service starts once and ends once, and leaves nothing behind. Used on the context of the main verticle,
 * except where it is said.
 */
final class Service {

    /** One owner, and the share of it that is not queues. */
    private record Owner(ProducerVerticle verticle, Primitives primitives) {}

    private final Vertx vertx;
    private final Configuration configuration;
    private final EventLoops loops;
    private final CallerIds callerIds;
    private final SharedLimits limits;
    private final Statistics statistics;
    private final EventLog events;
    private final ServerStages stages;
    private final Consumers consumers;
    private final List<ProducerVerticle> owners = new ArrayList<>();
    /** Null until the journal is open. */
    private volatile Storage storage;
    /** The part of the start that is under way. */
    private volatile Supplier<String> step = () -> "the journal is opened";

    /** @param isEnding whether the service ends, so that no consumer may begin */
    Service(
            Vertx vertx,
            Configuration configuration,
            EventLoops loops,
            CallerIds callerIds,
            SharedLimits limits,
            Statistics statistics,
            EventLog events,
            ServerStages stages,
            BooleanSupplier isEnding) {
        this.vertx = vertx;
        this.configuration = configuration;
        this.loops = loops;
        this.callerIds = callerIds;
        this.limits = limits;
        this.statistics = statistics;
        this.events = events;
        this.stages = stages;
        this.consumers = new Consumers(
                vertx,
                stages.consumers(),
                loops,
                this::ownerOf,
                callerIds::nextSlot,
                events,
                statistics.meters(),
                isEnding);
    }

    private SlotOwner ownerOf(ConsumerConfig consumer, int number, int instance) {
        int owner = Names.queueOwner(consumer.queue(), configuration.producer().instances());
        return new BusOwner(vertx.eventBus(), Addresses.producer(owner), Addresses.consumerReplies(number, instance));
    }

    /** The part of the start that is under way, for people. Safe to call from any thread. */
    String step() {
        return step.get();
    }

    /** The journal, or null before it is open. Safe to call from any thread. */
    Journal journal() {
        Storage open = storage;
        return open == null ? null : open.journal();
    }

    /**
     * Starts the service. If a step fails, {@link #end} or {@link #close} ends what has started.
     *
     * @param journal opens the journal; called on a worker thread
     * @param goOn is asked before each step, and fails if there is no use in going on
     */
    Future<?> start(Callable<Journal> journal, Supplier<Future<?>> goOn) {
        return vertx.executeBlocking(() -> Storage.of(journal.call()))
                .map(this::opened)
                .compose(opened -> goOn.get())
                .compose(turn -> deployOwners())
                .compose(deployed -> goOn.get())
                .compose(turn -> deployConsumers());
    }

    private Storage opened(Storage opened) {
        storage = opened;
        if (statistics.meters() != null) {
            opened.journal().listen(statistics.meters().commits());
        }
        return opened;
    }

    private Future<?> deployOwners() {
        List<Owner> all = IntStream.range(0, configuration.producer().instances())
                .mapToObj(this::owner)
                .toList();
        step = storage::progress;
        return vertx.executeBlocking(() -> {
                    recover(all);
                    return all;
                })
                .compose(recovered -> Future.join(stages.owners()
                        .deployAll(
                                vertx,
                                loops,
                                0,
                                all.stream().map(Owner::verticle).toList())));
    }

    private void recover(List<Owner> all) {
        storage.recover(all.stream().map(owner -> owner.verticle().queues()).toList());
        for (Schedule schedule : storage.schedules(configuration.schedules())) {
            int owner = Names.queueOwner(schedule.spec().queue(), all.size());
            all.get(owner).verticle().schedules().add(schedule);
        }
        for (String event : storage.events()) {
            all.get(Names.owner(event, all.size())).primitives().found(event);
        }
        for (HeldPermit permit : storage.permits()) {
            all.get(Names.owner(permit.name(), all.size())).primitives().found(permit);
        }
    }

    private Owner owner(int instance) {
        Primitives primitives = new Primitives(
                instance, configuration, storage.tokens(), callerIds::nextTask, limits.memory(), storage.journal());
        ProducerVerticle verticle = new ProducerVerticle(
                instance,
                configuration,
                storage.itemIds(),
                callerIds::nextTask,
                statistics,
                limits.memory(),
                limits.schedules(),
                storage.journal(),
                primitives,
                events);
        owners.add(verticle);
        return new Owner(verticle, primitives);
    }

    private Future<?> deployConsumers() {
        step = () -> "the consumers are started";
        return consumers.start(configuration);
    }

    // ---- another configuration

    /** @throws ConfigurationException if the journal takes no settings and no schedules */
    void checkJournal() {
        String trouble = storage.journal().health().trouble();
        if (trouble != null) {
            throw new ConfigurationException("queues and schedules cannot change: " + trouble);
        }
    }

    /** Replaces the consumers that have changed. If a new one cannot be started, all stay, and the future fails. */
    Future<?> replaceConsumers(Configuration next) {
        return consumers.reload(next);
    }

    /**
     * Owners work by another configuration from now on, as far as {@link dev.tutti.config.Reload} changes it. Completes
     * with the changes that were refused, as texts.
     */
    Future<List<String>> reload(Configuration next) {
        List<Future<List<String>>> reloads =
                owners.stream().map(owner -> owner.reload(next)).toList();
        return Future.join(reloads)
                .map(done -> reloads.stream()
                        .flatMap(owner -> owner.result().stream())
                        .toList());
    }

    // ---- the end

    /** Ends the service together with the net servers, which are undeployed by now. */
    Future<?> close() {
        return stages.consumers()
                .undeploy(vertx)
                .eventually(() -> stages.owners().undeploy(vertx))
                .eventually(this::closeStorage);
    }

    /** Ends the service while the net servers go on. */
    Future<?> end() {
        return stages.consumers()
                .clear(vertx)
                .eventually(() -> stages.owners().clear(vertx))
                .eventually(this::closeStorage)
                .onComplete(closed -> {
                    limits.memory().releaseAll();
                    limits.schedules().releaseAll();
                    statistics.items().forgetQueues();
                });
    }

    private Future<?> closeStorage() {
        return vertx.executeBlocking(() -> {
            if (storage != null) {
                storage.close();
            }
            return null;
        });
    }
}
