package dev.tutti.queue;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Items that workers lose together. They return to the front of their queue in their order, and those that end instead
 * do so in that order, too. Done in steps, between which single items may end.
 */
final class ReturningItems {

    private final List<Item> items;
    private final Predicate<Item> isLost;
    private final Predicate<Item> endsInstead;
    private final Consumer<Item> comesBack;
    private int next;
    private int left;

    /**
     * @param items in the order of their delivery
     * @param isLost whether this still holds of an item
     * @param endsInstead ends an item that does not return, and returns whether that is so
     */
    ReturningItems(List<Item> items, Predicate<Item> isLost, Predicate<Item> endsInstead, Consumer<Item> comesBack) {
        this.items = items;
        this.isLost = isLost;
        this.endsInstead = endsInstead;
        this.comesBack = comesBack;
        this.left = items.size();
    }

    /** Ends or returns one item. Returns whether there are more. */
    boolean step() {
        if (next < items.size()) {
            staysLost(items.get(next++));
        } else if (left > 0) {
            Item item = items.get(--left);
            if (staysLost(item)) {
                comesBack.accept(item);
            }
        }
        return left > 0;
    }

    private boolean staysLost(Item item) {
        return isLost.test(item) && !endsInstead.test(item);
    }
}
