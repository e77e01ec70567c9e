package dev.tutti.queue;

import dev.tutti.config.Names;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * The return of all items of a holder to the front of their queues. First the items are listed, and then each queue
 * takes its own back, together with its dead-letter queue, before either delivers an item again. Done in steps.
 */
final class Leaving {

    /** The items of a queue and of its dead-letter queue, in the order of their delivery. */
    private static final class Group {
        private final List<QueueGate> gates = new ArrayList<>(1);
        private final List<Item> items = new ArrayList<>(1);
    }

    private final Holder holder;
    private final Function<String, QueueCore> byName;
    private final BiPredicate<InFlightItems, Item> endsInstead;
    private final BiConsumer<InFlightItems, Item> comesBack;
    private final Map<QueueCore, Group> groups = new HashMap<>();
    private final Map<String, Group> byDeadLetterName = new LinkedHashMap<>();
    /** Null until all items are listed. */
    private ArrayDeque<Group> listed;

    /** @param endsInstead ends an item that does not return, and returns whether that is so */
    Leaving(
            Holder holder,
            Function<String, QueueCore> byName,
            BiPredicate<InFlightItems, Item> endsInstead,
            BiConsumer<InFlightItems, Item> comesBack) {
        this.holder = holder;
        this.byName = byName;
        this.endsInstead = endsInstead;
        this.comesBack = comesBack;
    }

    /** Lists an item, or begins the return to a queue. Returns whether there is more to do. */
    boolean step() {
        if (listed == null) {
            list(holder.poll());
            return true;
        }
        Group next = listed.poll();
        if (next != null) {
            QueueGate.whenOpen(
                    next.gates, () -> QueueGate.changeInSlices(next.gates, returning(next.items)::step, () -> {}));
        }
        return next != null;
    }

    private void list(Item item) {
        if (item == null) {
            listed = new ArrayDeque<>(byDeadLetterName.values());
        } else {
            groups.computeIfAbsent(queue(item), this::group).items.add(item);
        }
    }

    private QueueCore queue(Item item) {
        return byName.apply(item.queue().name());
    }

    private Group group(QueueCore queue) {
        Group group = byDeadLetterName.computeIfAbsent(Names.deadLetter(queue.header.name()), dead -> new Group());
        group.gates.add(queue.gate);
        return group;
    }

    private ReturningItems returning(List<Item> items) {
        return new ReturningItems(
                items,
                item -> item.holder() == holder,
                item -> endsInstead.test(queue(item).inFlight, item),
                item -> comesBack.accept(queue(item).inFlight, item));
    }
}
