package dev.tutti.queue;

/** Items that nobody has got go to another queue, or get another place in their own. Reads no body. */
final class ItemMoves {

    /** The delay of an item that becomes ready when it would have anyway. */
    static final long SAME_TIME = -1;

    private final ItemQueue queue;
    private final QueueCore core;
    private final QueueContext context;

    ItemMoves(ItemQueue queue, QueueCore core, QueueContext context) {
        this.queue = queue;
        this.core = core;
        this.context = context;
    }

    /** As {@link WorkQueue#move}. */
    void move(Item item, QueueCore goal) {
        goal.change(() -> core.change(() -> {
            long delay = delayLeft(item);
            goal.moves().receive(takeOut(item, goal.header.name()), delay);
        }));
    }

    /** As {@link WorkQueue#reschedule}. */
    void reschedule(Item item, Long priority, long delay) {
        core.change(() -> {
            long left = delay == SAME_TIME ? delayLeft(item) : delay;
            core.pendingItems.takeOut(item);
            item.reschedule(
                    priority == null ? item.options().given() : priority,
                    context.timeOfDay().until(left, item.putAt()));
            item.record(context.store()
                    .moved(item, left, item.expiresIn(context.timers().now())));
            core.pendingItems.enter(item, left);
        });
    }

    /** The milliseconds until the item is ready, 0 if it is. */
    long delayLeft(Item item) {
        return Math.max(0, item.readyIn(context.timers().now()));
    }

    // ---- the two halves of a move

    /** Takes the first ready item out, with its body or without, which goes to that queue. There must be one. */
    Item takeFirst(String goal) {
        return left(core.pendingItems.takeFirst(), goal);
    }

    /** Takes this ready or delayed item out in the same way. */
    Item takeOut(Item item, String goal) {
        core.pendingItems.takeOut(item);
        return left(item, goal);
    }

    private Item left(Item item, String goal) {
        item.expireIn(
                core.pendingItems.expiring().isDead(item)
                        ? 0
                        : item.expiresIn(context.timers().now()));
        core.pendingItems.uncount(item);
        context.history().addMoved(item.id(), goal);
        return item;
    }

    /**
     * Adds an item of another queue, or one that has failed for good there; its id stays, its attempts do not. It loses
     * its key if that is taken here.
     *
     * @param delay the milliseconds until it is ready, 0 for now
     */
    void receive(Item item, long delay) {
        item.move(queue);
        if (core.pendingItems.withKeyOf(item) != null) {
            item.loseKey();
            context.store().keyLost(item);
        }
        core.pendingItems.count(item);
        item.record(
                context.store().moved(item, delay, Math.max(0, item.options().expires())));
        core.pendingItems.expiring().begin(item);
        core.pendingItems.enter(item, delay);
    }

    /** Adds an item of another owner, for which room was reserved, under its id; a closed queue drops the item. */
    void adopt(Item item, long id) {
        item.enter(queue, id);
        item.record(id); // the journal has a record of it, if it has one of any item
        if (core.header.isClosed()) {
            core.account(item.bytes());
            context.drop(item, Fate.SHUT_DOWN);
        } else {
            receive(item, item.options().delay());
        }
        core.pendingItems.vacate(1);
    }
}
