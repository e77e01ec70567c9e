package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.consumer.ConsumerVerticle;
import dev.tutti.consumer.SlotOwner;
import dev.tutti.log.EventLog;
import dev.tutti.ops.Meters;
import dev.tutti.platform.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The consumers of one server, which may change while it runs. Those that are taken away finish their items first, and
 * those that come instead begin after that. Used on the context of the main verticle only.
 */
final class Consumers {

    /**
     * One consumer of the configuration, and its instances.
     *
     * @param maxItemSize the most bytes of its results
     */
    private record Consumer(ConsumerConfig config, int maxItemSize, List<ConsumerVerticle> instances) {}

    /** Gives each instance of a consumer the way to the owner of its queue. */
    @FunctionalInterface
    interface Owners {

        /** @param number of the consumer, which no other one has or had */
        SlotOwner of(ConsumerConfig config, int number, int instance);
    }

    private final Vertx vertx;
    private final Stage stage;
    private final EventLoops loops;
    private final Owners owners;
    private final LongSupplier slotIds;
    private final EventLog events;
    private final Meters meters;
    private final BooleanSupplier isStopping;
    private List<Consumer> running = new ArrayList<>();
    /** No number comes twice, since it is part of an address. */
    private int nextNumber;

    /**
     * @param meters null if there are no metrics
     * @param isStopping whether the server stops, so that no consumer may begin
     */
    Consumers(
            Vertx vertx,
            Stage stage,
            EventLoops loops,
            Owners owners,
            LongSupplier slotIds,
            EventLog events,
            Meters meters,
            BooleanSupplier isStopping) {
        this.vertx = vertx;
        this.stage = stage;
        this.loops = loops;
        this.owners = owners;
        this.slotIds = slotIds;
        this.events = events;
        this.meters = meters;
        this.isStopping = isStopping;
    }

    /** Starts all consumers of the configuration. */
    Future<?> start(Configuration configuration) {
        running = configuration.consumers().stream()
                .map(config -> create(config, configuration))
                .toList();
        return deploy(running).onSuccess(started -> open(running));
    }

    private Consumer create(ConsumerConfig config, Configuration configuration) {
        List<ConsumerVerticle> instances = new ArrayList<>();
        int number = nextNumber++;
        int maxItemSize = configuration.maxItemSize();
        for (int i = 0; i < config.instances(); i++) {
            SlotOwner owner = owners.of(config, number, i);
            instances.add(new ConsumerVerticle(
                    number, i, config, maxItemSize, owner, slotIds, loops.count(), events, meters));
        }
        return new Consumer(config, maxItemSize, instances);
    }

    private Future<?> deploy(List<Consumer> consumers) {
        List<Future<?>> deployments = new ArrayList<>();
        for (Consumer consumer : consumers) {
            consumer.instances.forEach(instance -> {
                loops.turnTo(instance.number());
                deployments.add(stage.deploy(vertx, instance));
            });
        }
        return Future.join(deployments);
    }

    private static void open(List<Consumer> consumers) {
        instances(consumers).forEach(ConsumerVerticle::open);
    }

    private static Stream<ConsumerVerticle> instances(List<Consumer> consumers) {
        return consumers.stream().flatMap(consumer -> consumer.instances.stream());
    }

    /**
     * Replaces the consumers that have changed. If a new one cannot be started, all stay as they are, and the future
     * fails.
     */
    Future<?> reload(Configuration next) {
        List<Consumer> leave = new ArrayList<>(running);
        List<Consumer> all = new ArrayList<>();
        List<Consumer> come = new ArrayList<>();
        for (ConsumerConfig config : next.consumers()) {
            Consumer same = take(leave, config, next.maxItemSize());
            Consumer consumer = same == null ? create(config, next) : same;
            all.add(consumer);
            if (same == null) {
                come.add(consumer);
            }
        }
        long millis = next.drainTimeoutMillis();
        return deploy(come)
                .compose(started -> goOn())
                .recover(failure -> remove(come)
                        .transform(removed -> Future.failedFuture(new ConfigurationException(failure.getMessage()))))
                .compose(started -> drain(leave, millis))
                .compose(drained -> remove(leave))
                .compose(removed -> goOn())
                .onSuccess(removed -> {
                    running = all;
                    open(come);
                });
    }

    /** Has all consumers take no further item, and completes when their items are finished, or after that time. */
    Future<?> drain(long millis) {
        return drain(running, millis);
    }

    private static Future<?> drain(List<Consumer> consumers, long millis) {
        return Future.join(
                instances(consumers).map(instance -> instance.drain(millis)).toList());
    }

    /** A stop, which may have begun meanwhile, removes all consumers, and the owners answer no new one. */
    private Future<?> goOn() {
        return isStopping.getAsBoolean()
                ? Future.failedFuture(new ConfigurationException("the server is stopping"))
                : Future.succeededFuture();
    }

    private static Consumer take(List<Consumer> from, ConsumerConfig config, int maxItemSize) {
        Consumer found = from.stream()
                .filter(consumer -> consumer.config.equals(config) && consumer.maxItemSize == maxItemSize)
                .findFirst()
                .orElse(null);
        from.remove(found);
        return found;
    }

    private Future<?> remove(List<Consumer> consumers) {
        return Future.join(instances(consumers)
                .map(instance -> stage.remove(vertx, instance))
                .toList());
    }
}
