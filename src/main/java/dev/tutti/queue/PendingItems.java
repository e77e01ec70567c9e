package dev.tutti.queue;

import dev.tutti.ready.IdPage;
import dev.tutti.ready.IdRuns;
import dev.tutti.ready.ReadyItem.Form;
import dev.tutti.ready.ReadyItems;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The items of a queue that no worker has: the ready ones and the delayed ones. */
final class PendingItems {

    private final ItemQueue queue;
    private final QueueHeader header;
    private final QueueContext context;
    private final Submissions submissions;
    private final Counters counters;
    private final QueueListener listener;
    private final KeyedItems keyed;
    private final ReadyItems<Item> ready;
    private final QueueRoom room;
    private final StoredItems stored;
    private final ExpiringItems expiring;
    /** Null until the first delayed item: most queues never have one. */
    private DelayedItems delayed;

    /**
     * @param listener is told when delays are over, for {@link #endDelay}, and when bodies have been read
     */
    PendingItems(
            ItemQueue queue,
            QueueHeader header,
            QueueContext context,
            Submissions submissions,
            Counters counters,
            KeyedItems keyed,
            QueueListener listener) {
        this.queue = queue;
        this.header = header;
        this.room = new QueueRoom(header);
        this.context = context;
        this.submissions = submissions;
        this.counters = counters;
        this.keyed = keyed;
        this.listener = listener;
        this.expiring = new ExpiringItems(queue, header, context, counters, listener);
        this.stored = new StoredItems(queue, context, counters, listener);
        this.ready = ReadyItems.of(header.config().kind(), stored);
        ready.limitGroups(header.config().groupLimit());
    }

    /** The items and bodies that the journal has. */
    StoredItems stored() {
        return stored;
    }

    /** The reader of the bodies that only the journal has. */
    BodyReader reader() {
        return stored.reader(ready);
    }

    /** The journal has this ready item: where memory is short, some bodies may be dropped. */
    void written(Item item) {
        if (context.memory().isTight()) {
            ready.dropBodies(item);
        }
    }

    // ---- room

    boolean hasRoom() {
        return room.isFor(total());
    }

    /** Keeps room for up to {@code count} items; returns for how many. */
    int reserve(int count) {
        return room.reserve(count, total());
    }

    /** Gives reserved room back, if it is reserved still. */
    void vacate(int count) {
        room.vacate(count);
    }

    // ---- add

    /** The item that has the key of this one already, or null. */
    Item withKeyOf(Item item) {
        return item.options().key() == null ? null : keyed.find(item.options().key());
    }

    /** Adds a new item, which gets its id here. A delayed one gets its place when its delay is over. */
    void enter(Item item) {
        item.enter(queue, context.nextId());
        if (item.options().expires() == 0) {
            item.expireIn(header.config().expiresMillis());
        }
        count(item);
        item.record(context.store().entered(item));
        expiring.begin(item);
        enter(item, item.options().delay());
    }

    /** The item has come into the queue. */
    void count(Item item) {
        counters.countPut();
        counters.take(item.bytes());
        submissions.enter(item);
        keyed.enter(item);
    }

    /** Adds an item that has its id and its record, at the end, at once or after the delay. */
    void enter(Item item, long delay) {
        if (delay > 0) {
            delay(item, delay, false);
        } else {
            enterReady(item);
        }
    }

    /** Adds an item that has its id and its record, and whose delay, if it had one, is over. */
    void enterReady(Item item) {
        item.becomeReady();
        addReady(item);
    }

    private void addReady(Item item) {
        if (!item.hasBody()) {
            stored.bodiesLeave();
        }
        ready.enter(item);
    }

    /** Adds an item that returns from a worker, at the front, at once or after the delay. */
    void comeBack(Item item, long delay) {
        expiring.goOn(item);
        if (delay > 0) {
            delay(item, delay, true);
        } else {
            item.becomeReady();
            ready.comeBack(item);
        }
    }

    /** Makes the item ready after the delay, which may be negative for an item that is overdue. */
    void delay(Item item, long delay, boolean toFront) {
        item.reschedule(item.options().given(), context.timeOfDay().until(delay, item.putAt()));
        item.delay(context.timers().after(delay, () -> delayed.addDue(item, toFront)), context.memory());
        if (delayed == null) {
            delayed = new DelayedItems(context.timers(), listener);
        }
        delayed.add(item);
    }

    /**
     * Makes one of the items ready whose delays are over by now. Returns whether there was one. All that become due in
     * a turn are ready before the first of them is delivered.
     */
    boolean endDelay() {
        DelayedItems.Due due = delayed.takeDue();
        if (due != null && delayed.isOver(due.item())) {
            endDelay(due.item(), due.toFront());
        }
        return due != null;
    }

    private void endDelay(Item item, boolean toFront) {
        delayed.remove(item);
        item.endDelay(context.memory());
        item.record(context.store()
                .due(item, toFront, item.expiresIn(context.timers().now())));
        if (toFront) {
            ready.comeBack(item);
        } else {
            addReady(item);
        }
    }

    // ---- take out

    /** Whether there is a ready item whose group has not reached its limit, and the body of the next one is here. */
    boolean hasNext() {
        return ready.size() > 0 && ready.hasNextBody();
    }

    /** Whether there is a next item in the same sense, and its body is not here. */
    boolean lacksNext() {
        return ready.hasNext() && !ready.hasNextBody();
    }

    /** The storage of the ready items. */
    ReadyItems<Item> storage() {
        return ready;
    }

    /** Takes the first ready item out, with its body or without. There must be one. */
    Item takeFirst() {
        Item item = ready.takeFirst();
        item.takeOut(context.memory());
        return item;
    }

    /** Takes this ready or delayed item out, with its body or without. */
    void takeOut(Item item) {
        remove(item);
        item.takeOut(context.memory());
    }

    private void remove(Item item) {
        if (item.is(ItemState.DELAYED)) {
            context.timers().cancel(item.due());
            delayed.remove(item);
        } else {
            ready.remove(item);
        }
    }

    /** The item has left the queue without an end. */
    void uncount(Item item) {
        got(item);
        counters.take(-item.bytes());
        submissions.leave(item);
        keyed.leave(item);
    }

    // ---- expire

    /** The times at which items are dropped. */
    ExpiringItems expiring() {
        return expiring;
    }

    /** Somebody has got the item, or it goes to another queue: it does not expire here any more. */
    void got(Item item) {
        expiring.end(item);
    }

    /**
     * Begins the time of a dead item again, because DEADAGE has changed.
     *
     * @param trace that of the item, which may not have it here
     */
    void beginDeadAgeAgain(long id, ItemTrace trace) {
        Item item = has(id) ? keep(id) : null;
        if (item != null) {
            expiring.beginAgain(item, trace);
        }
    }

    /** Drops one of the items that have expired. Returns whether there was one. */
    boolean endExpired() {
        Item item = expiring.poll();
        if (item != null && expiring.isOver(item)) {
            drop(item, expiring.count(item));
        }
        return item != null;
    }

    /** Ends the next ready item, with its body or without, of a dead-letter queue that is too long. */
    void dropNext() {
        context.drop(ready.takeFirst(), expiring.countOverDeadsize());
    }

    /** Ends an item that is cancelled before anybody gets it. */
    void drop(Item item) {
        drop(item, Fate.CANCELLED);
    }

    private void drop(Item item, Fate fate) {
        remove(item);
        context.drop(item, fate);
    }

    /** Takes some items out, which are to end: passes on those that are here, and adds the ids of the others. */
    void drainSome(Consumer<? super Item> each, IdRuns others) {
        if (ready() > 0) {
            ready.drainSome(each, others);
        } else if (delayed() > 0) {
            Item item = delayed.first();
            delayed.remove(item);
            context.timers().cancel(item.due());
            each.accept(item);
        }
    }

    // ---- look

    /**
     * The item with that id, which may lack its body; or null. A delayed one is found at once, see
     * {@link ReadyItems#find} for the others.
     */
    Item find(long id) {
        Item item = delayed == null ? null : delayed.find(id);
        return item != null ? item : ready.find(id);
    }

    /** The same item, which stays here as that object until it is taken out, so that its body can be read. */
    Item keep(long id) {
        return isDelayed(id) ? delayed.find(id) : ready.keep(id);
    }

    /** Whether the item with that id is here. Reads no body. */
    boolean has(long id) {
        return isDelayed(id) || ready.has(id);
    }

    boolean isDelayed(long id) {
        return delayed != null && delayed.find(id) != null;
    }

    /** The next ready items, in order, as many as go into so many bytes, up to the first that lacks its body. */
    List<Item> peek(int count, long maxBytes) {
        return ready.peek(count, maxBytes);
    }

    /** Adds the delayed items that belong to the page, as {@link ItemsById#addTo}. */
    BooleanSupplier addDelayed(IdPage<Item> page) {
        return delayed == null ? () -> false : delayed.addTo(page);
    }

    /** Whether no item is here, nor on its way. */
    boolean isEmpty() {
        return total() + room.reserved() == 0;
    }

    /** Whether the journal alone can give this item back. */
    static boolean canDrop(Item item) {
        return item.form() == Form.WRITTEN;
    }

    int ready() {
        return ready.size();
    }

    int delayed() {
        return delayed == null ? 0 : delayed.size();
    }

    int total() {
        return ready() + delayed();
    }
}
