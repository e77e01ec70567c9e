package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.log.EventLog;
import dev.tutti.ops.ItemTotals;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Timers;
import dev.tutti.waiting.Wait;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Queues and those who use them, in a time that a test turns by hand. What happens to them they write down, as a script
 * that the test reads.
 */
final class QueueScene {

    record User(String name) implements Participant {
        @Override
        public long id() {
            return 1;
        }

        @Override
        public long waitingSince() {
            return 0;
        }

        @Override
        public boolean isIdle() {
            return false;
        }

        @Override
        public boolean waitsForEver() {
            return true;
        }
    }

    /** The end of a change that nobody is told of. */
    static final Runnable ENDED = () -> {};

    final List<String> log = new ArrayList<>();
    final ItemTotals totals = new ItemTotals();
    final MemoryLimit memory;
    final Timers timers;
    final Queues queues;
    /** Ends one of the reads that go on. */
    Runnable endRead = () -> {};

    private long now;

    QueueScene(Map<String, QueueConfig> configured) {
        this(configured, 1L << 40, new AtomicLong()::incrementAndGet, QueueStore.NONE, 1000);
    }

    /** Where memory is short. */
    QueueScene(QueueStore store, long maxMemory) {
        this(Map.of(), maxMemory, new AtomicLong()::incrementAndGet, store, 1000);
    }

    /** Where the items of all replies together may have so many bytes. */
    QueueScene(ReplyRoom replies) {
        this(Map.of(), 1L << 40, new AtomicLong()::incrementAndGet, QueueStore.NONE, 1000, replies);
    }

    /** @param maxMemory beyond which nothing is refused here, but short of which bodies may be left to the ledger */
    QueueScene(Map<String, QueueConfig> configured, long maxMemory, LongSupplier ids, QueueStore store, long now) {
        this(configured, maxMemory, ids, store, now, new ReplyRoom(Long.MAX_VALUE));
    }

    private QueueScene(
            Map<String, QueueConfig> configured,
            long maxMemory,
            LongSupplier ids,
            QueueStore store,
            long now,
            ReplyRoom replies) {
        this.now = now;
        memory = new MemoryLimit(maxMemory);
        timers = new Timers(() -> this.now);
        queues = new Queues(configured, ids, totals, memory, replies, timers, store, new EventLog());
    }

    QueueScene() {
        this(Map.of());
    }

    /** So much later, in a new turn, before anything that is due by then has happened. */
    void turn(int millis) {
        now += millis;
        timers.turn();
    }

    /** So much later, when what is due by then has happened. */
    void after(int millis) {
        turn(millis);
        timers.run();
    }

    /** Purges the queue in this turn. Returns the number of items. */
    static int purge(WorkQueue queue) {
        int[] dropped = new int[1];
        queue.control().purge(count -> dropped[0] = count);
        return dropped[0];
    }

    /** Moves up to so many items in this turn. Returns their number. */
    static int move(WorkQueue from, WorkQueue to, int most) {
        int[] moved = new int[1];
        from.control().moveTo(to, most, count -> moved[0] = count);
        return moved[0];
    }

    /** What items and results take of the memory. */
    long usedByItems() {
        return UsedMemory.byItems(queues);
    }

    static QueueConfig settings(int maxSize, int attempts) {
        return new QueueConfig(Kind.FIFO, maxSize, 0, attempts);
    }

    WorkQueue queue(String name, int maxSize, int attempts) {
        return queue(name, settings(maxSize, attempts));
    }

    WorkQueue queue(String name, Kind kind) {
        return queue(name, new QueueConfig(kind, 0, 0, 0));
    }

    WorkQueue queue(String name, QueueConfig settings) {
        queues.create(name, settings);
        return queues.named(name);
    }

    /** As a connection: it learns of a cancelled item when it acts on it. */
    Holder holder(String name) {
        return new Holder(new User(name), item -> {
            log.add(name + " cancelled " + text(item));
            return false;
        });
    }

    /** As a consumer of this process: it stops a cancelled item, and the item has ended when it then says so. */
    Holder consumer(String name) {
        return new Holder(new User(name), item -> {
            log.add(name + " stops " + text(item));
            return true;
        });
    }

    Item item(String body) {
        return item(body, null);
    }

    Item item(String body, Awaiter awaiter) {
        return item(body, PutOptions.NORMAL, awaiter);
    }

    Item item(String body, PutOptions options, Awaiter awaiter) {
        return reserved(new Item(bytes(body), options, awaiter));
    }

    private Item reserved(Item item) {
        memory.take(item.bytes());
        return item;
    }

    Item put(WorkQueue queue, String body) {
        return put(queue, item(body));
    }

    Item put(WorkQueue queue, Item item) {
        queue.put(item);
        return item;
    }

    Item putDelayed(WorkQueue queue, String body, long delay) {
        return put(queue, item(body, new PutOptions(null, delay), null));
    }

    Item putPrior(WorkQueue queue, String body, long priority) {
        return put(queue, item(body, new PutOptions(priority, 0), null));
    }

    /** An item whose result is kept. */
    Item submission(String body, PutOptions options, long ttl) {
        return reserved(new Submission(ttl).item(bytes(body), options));
    }

    Item submit(WorkQueue queue, String body, long ttl) {
        return put(queue, submission(body, PutOptions.NORMAL, ttl));
    }

    Wait await(WorkQueue queue, long id, String who) {
        return queue.items().submission(id).await(new User(who), awaiter(who, true));
    }

    /** What the result of an ended submission is, as {@code who} is told. */
    void tell(WorkQueue queue, long id, String who) {
        queue.items().submission(id).tell(awaiter(who, true));
    }

    Wait waitToPut(WorkQueue queue, String body) {
        return waitToPut(queue, item(body));
    }

    Wait waitToPut(WorkQueue queue, Item item) {
        String body = text(item);
        return queue.awaitRoom(new User(body), item, told(body, taken -> log.add("put " + body)));
    }

    Wait waitToGet(WorkQueue queue, String getter) {
        return waitToGet(queue, holder(getter), getter, 1);
    }

    Wait waitToGet(WorkQueue queue, Holder holder, String getter, int count) {
        return queue.awaitItem(holder, count, 0, told(getter, items -> log.add(getter + " got " + texts(items))));
    }

    Wait waitToJoin(WorkQueue queue, String joiner) {
        return queue.awaitFinished(new User(joiner), told(joiner, finished -> log.add(joiner + " joined")));
    }

    <T> QueueWaiter<T> told(String who, Consumer<T> served) {
        return new QueueWaiter<>() {
            @Override
            public void served(T what) {
                served.accept(what);
            }

            @Override
            public void shutDown() {
                log.add(who + " shut down");
            }

            @Override
            public void unreadable(String cause) {
                log.add(who + " cannot read: " + cause);
            }
        };
    }

    /** Whoever awaits an item; {@code wantsFailure} says whether a failure is its reply. */
    Awaiter awaiter(String name, boolean wantsFailure) {
        return new Awaiter() {
            @Override
            public boolean wantsFailure() {
                return wantsFailure;
            }

            @Override
            public void done(byte[] result) {
                log.add(name + " done " + QueueScene.text(result));
            }

            @Override
            public void failed(byte[] message) {
                log.add(name + " failed " + QueueScene.text(message));
            }

            @Override
            public void cancelled(Fate why) {
                log.add(name + " " + why.words());
            }
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String text(Item item) {
        return text(item.body());
    }

    static List<String> texts(List<Item> items) {
        return items.stream().map(QueueScene::text).toList();
    }

    static List<String> ready(WorkQueue queue) {
        return texts(queue.bodies().peek(Integer.MAX_VALUE));
    }

    /** Ends reads until the bodies of the next items are here. */
    void await(WorkQueue queue, int count) {
        while (!queue.bodies().has(count, Long.MAX_VALUE)) {
            endRead.run();
        }
    }

    /** Ends reads until nobody waits for a body. */
    void awaitGetters() {
        while (queues.all().stream().anyMatch(QueueScene::isReadFor)) {
            endRead.run();
        }
    }

    private static boolean isReadFor(WorkQueue queue) {
        QueueStats stats = queue.stats();
        return stats.getters() > 0
                && queue.core().pendingItems.lacksNext()
                && !queue.isPaused()
                && !queue.bodies().has(1, Long.MAX_VALUE);
    }
}
