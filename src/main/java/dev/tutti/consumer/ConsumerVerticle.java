package dev.tutti.consumer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.config.Configuration;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.queue.Queues;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of a consumer: asks the owner of its queue for as many items as it may hold, as a remote worker would,
 * runs them beside itself, and tells the owner how they ended. Only coordinates: nothing here blocks.
 */
public final class ConsumerVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(ConsumerVerticle.class);
    private static final long RETRY_MILLIS = 1000;

    private final int consumer;
    private final int instance;
    private final Configuration configuration;
    private final ConsumerConfig config;
    private final LongSupplier placeIds;
    private final Map<Long, Place> places = new HashMap<>();
    private final ArrayDeque<Place> idle = new ArrayDeque<>();
    private int asking;
    private boolean sending;
    private TaskRunner runner;
    private RequestSender owner;
    private MessageConsumer<Replies> inbox;

    /**
     * @param consumer its index in the configuration
     * @param placeIds positive and unique in the server; safe to call from any thread
     */
    public ConsumerVerticle(int consumer, int instance, Configuration configuration, LongSupplier placeIds) {
        this.consumer = consumer;
        this.instance = instance;
        this.configuration = configuration;
        this.config = configuration.consumers().get(consumer);
        this.placeIds = placeIds;
    }

    @Override
    public Future<?> start() {
        String replies = Addresses.consumerReplies(consumer, instance);
        int producer = Queues.owner(config.queue(), configuration.producer().instances());
        owner = new RequestSender(vertx.eventBus(), Addresses.producer(producer), replies);
        runner = new TaskRunner(vertx, config, configuration.server().maxItemSize());
        runner.onRoom(this::ask);
        inbox = vertx.eventBus().localConsumer(replies, this::receive);
        return inbox.completion().compose(listening -> runner.start()).onSuccess(started -> {
            for (int i = 0; i < config.concurrency(); i++) {
                Place place = new Place(placeIds.getAsLong());
                places.put(place.id, place);
                send(place, new Signal.Named("consumer-of-" + config.queue()));
                idle.add(place);
            }
            ask();
        });
    }

    /** Has idle places ask for an item, as far as there is room to run one. */
    private void ask() {
        while (!idle.isEmpty() && asking < runner.capacity()) {
            Place place = idle.poll();
            asking++;
            send(place, new QueueCommand.Consume(config.queue()));
        }
    }

    private void send(Place place, Command command) {
        owner.add(place.id, command);
        if (!sending) {
            sending = true;
            context.runOnContext(turnEnds -> {
                sending = false;
                owner.flush();
            });
        }
    }

    private void receive(Message<Replies> message) {
        Replies replies = message.body();
        for (int i = 0; i < replies.size(); i++) {
            places.get(replies.coroutine(i)).receive(replies.reply(i));
        }
    }

    private QueueCommand outcome(long id, AsyncResult<Buffer> outcome) {
        return outcome.succeeded()
                ? new QueueCommand.Done(config.queue(), id, outcome.result().getBytes())
                : new QueueCommand.Fail(
                        config.queue(), id, TaskFailure.textOf(outcome.cause()).getBytes());
    }

    @Override
    public Future<?> stop() {
        return inbox.unregister().compose(deaf -> runner.stop());
    }

    /** One place for an item: a coroutine of its own to the owner. */
    private final class Place {

        private final long id;
        private Running running;
        private boolean cancelled;
        /** The next reply is to DONE or FAIL, and says nothing that matters here. */
        private boolean telling;
        /** The last time it asked, too, the owner refused. */
        private boolean refused;

        private Place(long id) {
            this.id = id;
        }

        private void receive(Reply reply) {
            if (reply instanceof Reply.Cancellation) {
                if (running != null) {
                    cancelled = true;
                    running.cancel();
                }
            } else if (telling) {
                telling = false;
            } else if (reply instanceof Reply.Delivery delivery) {
                asking--;
                refused = false;
                run(delivery);
            } else {
                askAgain(reply);
            }
        }

        /** At once, for a queue that was deleted is there again; and then from time to time, for one shut down is not. */
        private void askAgain(Reply refusal) {
            log.debug("consumer of {}: the owner refused to deliver: {}", config.queue(), refusal);
            if (refused) {
                vertx.setTimer(RETRY_MILLIS, retry -> beIdle());
            } else {
                refused = true;
                beIdle();
            }
        }

        private void beIdle() {
            asking--;
            idle.add(this);
            ask();
        }

        /** An item that is cancelled has ended when nothing of it is left running: whoever cancelled it waits for that. */
        private void run(Reply.Delivery delivery) {
            cancelled = false;
            Running begun = runner.run(Buffer.buffer(delivery.item()));
            running = begun;
            begun.result().onComplete(outcome -> {
                if (cancelled) {
                    begun.ended().onComplete(over -> tell(delivery, outcome));
                } else {
                    tell(delivery, outcome);
                }
            });
        }

        private void tell(Reply.Delivery delivery, AsyncResult<Buffer> outcome) {
            running = null;
            telling = true;
            send(this, outcome(delivery.id(), outcome));
            idle.add(this);
            ask();
        }
    }
}
