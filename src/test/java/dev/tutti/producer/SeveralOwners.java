package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tutti.bus.Addresses;
import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.Replies;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Typed;
import dev.tutti.config.Configuration;
import dev.tutti.config.Names;
import dev.tutti.journal.MapJournal;
import dev.tutti.ops.ItemTotals;
import dev.tutti.persistence.Numbers;
import dev.tutti.persistence.Recovery;
import dev.tutti.persistence.ScheduleRecovery;
import dev.tutti.queue.Item;
import dev.tutti.queue.UsedMemory;
import dev.tutti.queue.WorkQueue;
import dev.tutti.schedule.Schedule;
import dev.tutti.schedule.ScheduleCount;
import dev.tutti.waiting.ManualClock;
import dev.tutti.waiting.Slices;
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

    static final int MAX_SCHEDULES = 3;
    private static final long NOW = 1000;
    static final ManualClock CLOCK = new ManualClock(() -> NOW);

    final ItemTotals totals = new ItemTotals();
    private long now = NOW;
    /** The nanoseconds that have passed besides. */
    private long passed;
    /** The nanoseconds that pass with each look at the clock. */
    private long slowness;

    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    final EventBus bus = (EventBus) Proxy.newProxyInstance(
            SeveralOwners.class.getClassLoader(), new Class<?>[] {EventBus.class}, (proxy, method, arguments) -> {
                messages.add(new Message((String) arguments[0], arguments[1]));
                return proxy;
            });
    private final Typed typed = new Typed();
    final AtomicLong tasks = new AtomicLong();
    final ScheduleCount scheduleCount = new ScheduleCount(MAX_SCHEDULES);
    private final List<OneOfSeveral> owners = new ArrayList<>();
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
        Numbers tokens = Numbers.fencingTokens(journal, CLOCK);
        for (int i = 0; i < count; i++) {
            owners.add(new OneOfSeveral(this, i, count, ids, maxMemory));
        }
        new Recovery(journal, CLOCK, owners.stream().map(owner -> owner.queues).toList()).run();
        for (Schedule schedule : ScheduleRecovery.run(journal, List.of(), ids, CLOCK)) {
            int owner = Names.queueOwner(schedule.spec().queue(), count);
            owners.get(owner).schedules.add(schedule);
        }
        owners.forEach(owner -> owner.begin(tokens));
    }

    /** Sends a command to the owner of its queue. */
    void say(long connection, String line) {
        QueueCommand command = (QueueCommand) typed.decode(line);
        String owner = Addresses.producer(Names.queueOwner(command.queue(), owners.size()));
        messages.add(new Message(owner, RecordedBus.request("net", connection, command)));
    }

    /** All owners work by another configuration. Returns the changes that were refused. */
    List<String> reload(Configuration before, Configuration next) {
        List<String> problems = new ArrayList<>();
        List<Integer> ended = new ArrayList<>();
        owners.forEach(owner -> owner.reload(before, next, refused -> {
            ended.add(refused.size());
            problems.addAll(refused);
        }));
        settleAndHear();
        assertThat(ended).hasSameSizeAs(owners);
        return problems;
    }

    /** The same as {@link #settle}, until the owners have heard of the last commit, too. */
    void settleAndHear() {
        hear();
        while (!messages.isEmpty() || journal.pending() > 0) {
            settle();
            hear();
        }
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
            owners.get(i).receive(next.address, next.body);
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

    /** Delivers the first message to one of the receivers that have any. */
    public void deliver(Random random) {
        List<String> receivers =
                messages.stream().map(this::receiver).distinct().toList();
        if (!receivers.isEmpty()) {
            String receiver = receivers.get(random.nextInt(receivers.size()));
            Message next = messages.stream()
                    .filter(message -> receiver(message).equals(receiver))
                    .findFirst()
                    .orElseThrow();
            messages.remove(next);
            deliver(next);
        }
    }

    /** An owner takes the requests to its two addresses in the order in which they were sent. */
    private String receiver(Message message) {
        for (int i = 0; i < owners.size(); i++) {
            if (message.address.equals(Addresses.sync(i))) {
                return Addresses.producer(i);
            }
        }
        return message.address;
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
        owners.forEach(OneOfSeveral::tick);
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
        owners.forEach(OneOfSeveral::hear);
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

    /** The same, which goes on with each look, in nanoseconds. */
    long nanoTime() {
        passed += slowness;
        return TimeUnit.MILLISECONDS.toNanos(now) + passed;
    }

    private Stream<WorkQueue> queues() {
        return owners.stream().flatMap(owner -> owner.queues.all().stream());
    }

    private static String text(Item item) {
        return new String(item.body());
    }
}
