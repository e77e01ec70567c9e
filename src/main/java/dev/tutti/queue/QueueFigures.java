package dev.tutti.queue;

import java.util.Comparator;

/** The figures of one queue, or of several together. Immutable once it has left the package. */
public final class QueueFigures {

    /** The order in which queues are named by metrics: first those that have had most items. */
    public static final Comparator<QueueFigures> BUSIEST_FIRST =
            Comparator.comparingLong(QueueFigures::activity).reversed().thenComparing(QueueFigures::name);

    private static final QueueFigure[] ALL = QueueFigure.values();

    private final String name;
    private final long[] values = new long[ALL.length];

    private QueueFigures(String name) {
        this.name = name;
    }

    /** The sum of no queues yet, which has no name. */
    public static QueueFigures sum() {
        return new QueueFigures(null);
    }

    /** @param core null if the queue was forgotten, and only its totals are left */
    static QueueFigures of(String name, QueueCore core, Counters counters) {
        QueueFigures figures = new QueueFigures(name);
        for (QueueFigure figure : ALL) {
            figures.values[figure.ordinal()] = figure.of(core, counters);
        }
        return figures;
    }

    /** Null for the sum of several queues. */
    public String name() {
        return name;
    }

    public long get(QueueFigure figure) {
        return values[figure.ordinal()];
    }

    void set(QueueFigure figure, long value) {
        values[figure.ordinal()] = value;
    }

    /** Adds others to this sum. */
    public void add(QueueFigures others) {
        for (QueueFigure figure : ALL) {
            values[figure.ordinal()] = figure.merge(get(figure), others.get(figure));
        }
    }

    private long activity() {
        return get(QueueFigure.PUT) + get(QueueFigure.READY) + get(QueueFigure.DELAYED) + get(QueueFigure.IN_FLIGHT);
    }
}
