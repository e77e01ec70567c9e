package dev.tutti.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The busiest queues of several owners by their names, and all others together. */
public final class QueueRanking {

    private final List<QueueFigures> named = new ArrayList<>();
    private final QueueFigures others = QueueFigures.sum();

    /**
     * @param all the figures that owners gave; those without a name are of several queues
     * @param most the number of queues that are named
     */
    public QueueRanking(List<QueueFigures> all, int most) {
        List<QueueFigures> candidates = new ArrayList<>();
        for (QueueFigures figures : all) {
            if (figures.name() == null) {
                others.add(figures);
            } else {
                candidates.add(figures);
            }
        }
        candidates.sort(QueueFigures.BUSIEST_FIRST);
        Set<String> seen = new HashSet<>(); // a queue that was forgotten and made again meanwhile is there twice
        for (QueueFigures figures : candidates) {
            if (!seen.add(figures.name())) {
                continue;
            }
            if (named.size() < most) {
                named.add(figures);
            } else {
                others.add(figures);
            }
        }
    }

    /** The busiest first. */
    public List<QueueFigures> named() {
        return named;
    }

    public QueueFigures others() {
        return others;
    }
}
