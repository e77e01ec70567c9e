package dev.tutti.queue;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** The ends of holders, and the return of the items that they had. */
public final class Departures {

    private final OwnerContext context;
    private final Map<String, WorkQueue> queues;

    /** @param queues all queues of the owner by name, which may change */
    Departures(OwnerContext context, Map<String, WorkQueue> queues) {
        this.context = context;
        this.queues = queues;
    }

    /** A holder's connection broke off: its items return, or fail if they are out of attempts, which count. */
    public void close(Holder holder) {
        context.close(holder);
        giveBack(holder, InFlightItems::endIfOver, (items, item) -> items.takeBack(item, Fate.CONNECTION_CLOSED, 0));
    }

    /** A holder has closed in order: its items return, and the attempts do not count. */
    public void quit(Holder holder) {
        context.close(holder);
        giveBack(holder, Fate.CONNECTION_CLOSED);
    }

    /** A holder returns its items and goes on. The attempts do not count. */
    public void giveBack(Holder holder) {
        giveBack(holder, Fate.RESET);
    }

    private void giveBack(Holder holder, Fate fate) {
        giveBack(holder, InFlightItems::endIfCancelled, (items, item) -> items.undeliver(item, fate));
    }

    private void giveBack(
            Holder holder, BiPredicate<InFlightItems, Item> endsInstead, BiConsumer<InFlightItems, Item> comesBack) {
        if (holder.shutGate() == null) { // else its items are on their way already
            Leaving leaving = new Leaving(holder, name -> queues.get(name).core(), endsInstead, comesBack);
            Runnable open = holder.shut()::open;
            context.longChanges().make(leaving::step, open, open);
        }
    }
}
