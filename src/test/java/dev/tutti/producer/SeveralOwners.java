package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tutti.bus.Addresses;
import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.Replies;
import dev.tutti.bus.ReplySender;
import dev.tutti.bus.Requests;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Typed;
import dev.tutti.config.Names;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.coroutine.Outbox;
import dev.tutti.coroutine.OwnerTurns;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.coroutine.PeerOwnersDriver;
import dev.tutti.journal.MapJournal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.ItemTotals;
import dev.tutti.persistence.JournaledQueueStore;
import dev.tutti.persistence.JournaledScheduleStore;
import dev.tutti.persistence.Numbers;
import dev.tutti.persistence.Recovery;
import dev.tutti.persistence.ScheduleRecovery;
import dev.tutti.persistence.TurnLog;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.Queues;
import dev.tutti.queue.ReplyRoom;
import dev.tutti.queue.UsedMemory;
import dev.tutti.queue.WorkQueue;
import dev.tutti.schedule.Schedule;
import dev.tutti.schedule.ScheduleCount;
import dev.tutti.schedule.Schedules;
import dev.tutti.waiting.ManualClock;
import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import io.vertx.core.eventbus.EventBus;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The owners of all queues, who share a journal and ask one another, recovered from what that has. A test has one
 * message after another delivered, and the journal write, in whatever order it likes.
 */
public final class SeveralOwners {

    static {
        // A line for each of hundreds of starts would bury all others.
        ((Logger) LoggerFactory.getLogger(Recovery.class)).setLevel(Level.WARN);
    }

    private record Message(String address, Object body) {}

    private final class Owner {
        private final TurnLog turnLog = new TurnLog();
        private final Timers timers =
                new Timers(() -> now, () -> TimeUnit.MILLISECONDS.toNanos(now) + (passed += slowness));
        private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
        private final ReplyRoom replies = new ReplyRoom(32 << 20);
        private final Queues queues;
        private final PeerOwners peers;
        private final Schedules schedules = new Schedules();
        private final ScheduleService service;
        private final OwnerTurns ownerTurns;
        private final CommandScheduler<Holder, QueueCommand> scheduler;

        private Owner(int number, int count, LongSupplier ids) {
            JournaledQueueStore store = new JournaledQueueStore(turnLog, ids, CLOCK, journal);
            store.turns(turns::add);
            queues = new Queues(Map.of(), ids, totals, new MemoryLimit(maxMemory), replies, timers, store, EVENTS);
            peers = new PeerOwners(
                    bus, Addresses::producer, count, Addresses.producerReplies(number), tasks::decrementAndGet);
            Outbox outbox = new Outbox(new ReplySender(bus), journal, turnLog, true);
            outbox.turns(turns::add);
            ownerTurns = new OwnerTurns(timers, turnLog, outbox, queues.events());
            WriteGuard guard = new WriteGuard(journal, turnLog, () -> false);
            service = new ScheduleService(
                    schedules,
                    queues,
                    guard,
                    new JournaledScheduleStore(turnLog, journal),
                    scheduleCount,
                    ids,
                    peers,
                    number,
                    CLOCK);
            scheduler = new CommandScheduler<>(
                    QueueCommand.class, new QueueService(queues, guard, number, peers, 0, service), ownerTurns, 1000);
        }
    }

    /** Of all tests, since the lines of hundreds of starts would bury all others. */
    private static final EventLog EVENTS = new EventLog();

    static final int MAX_SCHEDULES = 3;
    private static final long NOW = 1000;
    private static final ManualClock CLOCK = new ManualClock(() -> NOW);

    final ItemTotals totals = new ItemTotals();
    private long now = NOW;
    /** The nanoseconds that have passed besides. */
    private long passed;
    /** The nanoseconds that pass with each look at the clock. */
    private long slowness;

    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private final EventBus bus = (EventBus) Proxy.newProxyInstance(
            SeveralOwners.class.getClassLoader(), new Class<?>[] {EventBus.class}, (proxy, method, arguments) -> {
                messages.add(new Message((String) arguments[0], arguments[1]));
                return proxy;
            });
    private final Typed typed = new Typed();
    private final AtomicLong tasks = new AtomicLong();
    private final ScheduleCount scheduleCount = new ScheduleCount(MAX_SCHEDULES);
    private final List<Owner> owners = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    public final MapJournal journal;
    private final long maxMemory;
    private Consumer<Replies> net = this::write;
    private String netAddress = "net";

    public SeveralOwners(int count, MapJournal journal) {
        this(count, journal, 1 << 30);
    }

    /** @param maxMemory of each owner */
    SeveralOwners(int count, MapJournal journal, long maxMemory) {
        this.journal = journal;
        this.maxMemory = maxMemory;
        LongSupplier ids = Numbers.itemIds(journal);
        for (int i = 0; i < count; i++) {
            owners.add(new Owner(i, count, ids));
        }
        new Recovery(journal, CLOCK, owners.stream().map(owner -> owner.queues).toList()).run();
        for (Schedule schedule : ScheduleRecovery.run(journal, List.of(), ids, CLOCK)) {
            int owner = Names.queueOwner(schedule.spec().queue(), count);
            owners.get(owner).schedules.add(schedule);
        }
        owners.forEach(owner -> owner.service.begin());
    }

    /** Sends a command to the owner of its queue. */
    void say(long connection, String line) {
        QueueCommand command = (QueueCommand) typed.decode(line);
        String owner = Addresses.producer(Names.queueOwner(command.queue(), owners.size()));
        messages.add(new Message(owner, RecordedBus.request("net", connection, command)));
    }

    /** Delivers the next message, if there is one. */
    void deliver() {
        Message next = messages.poll();
        if (next != null) {
            deliver(next);
        }
    }

    private void deliver(Message next) {
        for (int i = 0; i < owners.size(); i++) {
            Owner owner = owners.get(i);
            if (next.address.equals(Addresses.producer(i))) {
                owner.scheduler.receive((Requests) next.body);
                PeerOwnersDriver.flush(owner.peers);
            } else if (next.address.equals(Addresses.producerReplies(i))) {
                PeerOwnersDriver.receive(owner.ownerTurns, owner.peers, (Replies) next.body);
                PeerOwnersDriver.flush(owner.peers);
            }
        }
        if (next.address.equals(netAddress)) {
            net.accept((Replies) next.body);
        }
    }

    private void write(Replies replies) {
        for (int i = 0; i < replies.size(); i++) {
            told.add(replies.coroutine(i) + ": " + RecordedBus.told(replies, i));
        }
    }

    /** A net server that sends its commands over {@link #bus}, and has that address. */
    public void net(String address, Consumer<Replies> receiver) {
        netAddress = address;
        net = receiver;
    }

    public EventBus bus() {
        return bus;
    }

    /** Delivers the first message to one of the addresses that have any. */
    public void deliver(Random random) {
        List<String> addresses =
                messages.stream().map(message -> message.address).distinct().toList();
        if (!addresses.isEmpty()) {
            String address = addresses.get(random.nextInt(addresses.size()));
            Message next = messages.stream()
                    .filter(message -> message.address.equals(address))
                    .findFirst()
                    .orElseThrow();
            messages.remove(next);
            deliver(next);
        }
    }

    /** Whether nothing goes on but waiting for longer than the pause between two slices. */
    public boolean isQuiet() {
        return messages.isEmpty()
                && journal.pending() == 0
                && owners.stream().allMatch(owner -> owner.timers.next() > now + Slices.PAUSE_MILLIS);
    }

    /** A millisecond passes. */
    public void pass() {
        now++;
        for (Owner owner : owners) {
            owner.ownerTurns.tick();
            PeerOwnersDriver.flush(owner.peers);
        }
    }

    /** From now on so many milliseconds pass with each look at the clock: what is done in slices takes many. */
    public void slow(long millis) {
        slowness = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Has the journal write its next commit, if one waits, and the owners hear of it. */
    public void write() {
        if (journal.pending() > 0) {
            journal.writeNext();
        }
        hear();
    }

    /** The owners hear what the journal has told. */
    void hear() {
        for (Owner owner : owners) {
            for (Runnable turn = owner.turns.poll(); turn != null; turn = owner.turns.poll()) {
                owner.ownerTurns.turn(turn);
                PeerOwnersDriver.flush(owner.peers);
            }
        }
    }

    void deliverAll() {
        while (!messages.isEmpty()) {
            deliver();
        }
    }

    /** Until nothing is on its way any more. */
    void settle() {
        while (!messages.isEmpty() || journal.pending() > 0) {
            write();
            deliver();
        }
    }

    /** What everybody was told since the last time. */
    List<String> told() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    /** The schedules of each owner: {@code 0 name queue}, with the number of the owner. */
    List<String> schedules() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < owners.size(); i++) {
            for (Schedule schedule : owners.get(i).schedules.all()) {
                all.add(i + " " + schedule.name() + " " + schedule.spec().queue());
            }
        }
        return all;
    }

    /** What is in the items that are ready at those who own their queues: {@code q a}. */
    public List<String> ready() {
        List<String> ready = new ArrayList<>();
        for (int i = 0; i < owners.size(); i++) {
            for (WorkQueue queue : owners.get(i).queues.all()) {
                assertThat(Names.queueOwner(queue.name(), owners.size())).isEqualTo(i);
                queue.bodies().peek(Integer.MAX_VALUE).forEach(item -> ready.add(queue.name() + " " + text(item)));
            }
        }
        return ready;
    }

    /** The number of those who wait to get, of each queue where somebody does. */
    public Map<String, Integer> getters() {
        Map<String, Integer> getters = new TreeMap<>();
        queues().filter(queue -> queue.stats().getters() > 0)
                .forEach(queue -> getters.put(queue.name(), queue.stats().getters()));
        return getters;
    }

    /** The queues of which an item can be delivered to one who waits. */
    public List<String> unserved() {
        return queues().filter(queue -> queue.stats().getters() > 0 && queue.canDeliver())
                .map(WorkQueue::name)
                .toList();
    }

    /** The number of items that connections have, besides those that were cancelled. */
    public int inFlight() {
        return queues().mapToInt(queue -> queue.stats().inFlight()).sum();
    }

    /** Whether an item was cancelled in the hands of a connection, which has not been told. */
    public boolean isCancelled(long id) {
        return queues().map(queue -> queue.items().inFlight(id)).anyMatch(item -> item != null && item.isCancelled());
    }

    /** What items and results take of the memory of all owners. */
    long usedByItems() {
        return owners.stream()
                .mapToLong(owner -> UsedMemory.byItems(owner.queues))
                .sum();
    }

    /** The time of all owners, in milliseconds. */
    public long now() {
        return now;
    }

    private Stream<WorkQueue> queues() {
        return owners.stream().flatMap(owner -> owner.queues.all().stream());
    }

    private static String text(Item item) {
        return new String(item.body());
    }
}
