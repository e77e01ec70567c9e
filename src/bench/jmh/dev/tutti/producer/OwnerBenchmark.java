package dev.tutti.producer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.Caller;
import dev.tutti.bus.MessageCodecs;
import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.config.Configuration;
import dev.tutti.journal.Journal;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.SlowCommands;
import dev.tutti.ops.Statistics;
import dev.tutti.persistence.Numbers;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.PutOptions;
import dev.tutti.schedule.ScheduleCount;
import dev.tutti.sync.Primitives;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Batches of commands through the event bus to the owner of a queue, and its replies back, all on one event loop as in
 * a server of one instance. The next batch leaves when the last is answered.
 */
@State(Scope.Benchmark)
public class OwnerBenchmark {

    /** What one command of a batch is, which may depend on what the last batch was answered. */
    private interface Work {
        Command next(Reply last);
    }

    private static final int OPERATIONS = 1024;
    private static final long CONNECTION = 1;
    private static final byte[] NO_RESULT = {};

    /** Commands a message. */
    @Param({"1", "16", "64"})
    public int batch;

    private final Semaphore over = new Semaphore(0);
    private Vertx vertx;
    private Context server;
    private RequestSender owner;
    private Work[] works;
    private int sent;
    /** The replies to the last batch, which may come in several messages. */
    private Reply[] replies;

    private int received;

    /** Keeps the replies, and reads them at once: there is always room for more. */
    private final Caller caller = new Caller() {
        @Override
        public void replied(Reply reply) {
            replies[received++] = reply;
        }

        @Override
        public void told(Notice notice) {
            if (notice == Notice.WANTS_ROOM) {
                owner.add(CONNECTION, Signal.ROOM);
                owner.flush();
            }
        }
    };

    @Setup
    public void start() throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        EventBus bus = vertx.eventBus();
        MessageCodecs.register(bus);
        server = vertx.getOrCreateContext();
        owner = new RequestSender(bus, Addresses.producer(0), Addresses.serverReplies(0));
        server.runOnContext(
                start -> bus.<Replies>localConsumer(Addresses.serverReplies(0), message -> receive(message.body())));
        Journal journal = new VolatileJournal();
        Configuration configuration = Configuration.from(new JsonObject("{\"queues\": {\"jobs\": {}}}"));
        LongSupplier taskIds = new AtomicLong()::decrementAndGet;
        MemoryLimit memory = new MemoryLimit(Long.MAX_VALUE);
        Numbers tokens = Numbers.fencingTokens(journal, Clock.systemUTC());
        vertx.deployVerticle(new ProducerVerticle(
                        0,
                        configuration,
                        Numbers.itemIds(journal),
                        taskIds,
                        new Statistics(new SlowCommands(10, Clock.systemUTC(), new EventLog()), null),
                        memory,
                        new ScheduleCount(0),
                        journal,
                        new Primitives(0, configuration, tokens, taskIds, memory, journal),
                        new EventLog()))
                .await(10, TimeUnit.SECONDS);
    }

    @TearDown
    public void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void receive(Replies next) {
        for (int i = 0; i < next.size(); i++) {
            next.deliver(i, caller);
        }
        if (received == batch) {
            send();
        }
    }

    private void send() {
        received = 0;
        if (sent == works.length * OPERATIONS / batch) {
            over.release();
            return;
        }
        Work work = works[sent++ % works.length];
        for (int i = 0; i < batch; i++) {
            owner.add(CONNECTION, work.next(replies[i]));
        }
        owner.flush();
    }

    private void run(Work... kinds) throws InterruptedException {
        server.runOnContext(begin -> {
            works = kinds;
            sent = 0;
            replies = new Reply[batch];
            send();
        });
        over.acquire();
    }

    /** A command that changes nothing: what it takes to ask and to be answered. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void size() throws InterruptedException {
        run(last -> new QueueCommand.Size("jobs"));
    }

    /** PUT, GET and DONE of an item, each in a batch of its kind: all three commands are one operation. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void cycle() throws InterruptedException {
        run(OwnerBenchmark::put, OwnerBenchmark::get, OwnerBenchmark::done);
    }

    private static Command put(Reply last) {
        return new QueueCommand.Put("jobs", new byte[8], PutOptions.NORMAL, Command.NO_TIMEOUT);
    }

    private static Command get(Reply last) {
        return new QueueCommand.Get("jobs", 0, Command.NO_TIMEOUT, QueueCommand.QUEUES_LEASE);
    }

    private static Command done(Reply last) {
        long id = ((Reply.Delivery) last).id();
        return new QueueCommand.Done("jobs", id, NO_RESULT);
    }
}
