package dev.tutti.metrics;

import dev.tutti.command.Notice.BusiestQueues;
import dev.tutti.queue.QueueFigure;
import dev.tutti.queue.QueueFigures;
import dev.tutti.queue.QueueRanking;
import java.util.ArrayList;
import java.util.List;

/** The metrics of the busiest queues by their names, and those of all others together, at one scrape. */
final class QueueMetrics implements MetricSource {

    /** Stands for all queues that are not named. No queue can have this name, since it has white space in it. */
    static final String OTHERS = "all others";

    private static final double MILLIS = 1000;

    private final List<QueueFigures> named;
    private final QueueFigures others;

    /** @param most the number of queues that are named */
    QueueMetrics(List<BusiestQueues> answers, int most) {
        QueueRanking ranking = new QueueRanking(
                answers.stream().flatMap(answer -> answer.figures().stream()).toList(), most);
        named = ranking.named();
        others = ranking.others();
    }

    @Override
    public void addTo(Families families) {
        addItems(families);
        addWaits(families);
        addTotals(families);
    }

    private void addItems(Families families) {
        Families.Values items = families.gauge("queue_items", "The items of a queue by their state");
        add(items, QueueFigure.READY, 1, "state", "ready");
        add(items, QueueFigure.DELAYED, 1, "state", "delayed");
        add(items, QueueFigure.IN_FLIGHT, 1, "state", "in_flight");
        add(families.gauge("queue_results", "Results of submitted tasks that are kept"), QueueFigure.RESULTS, 1);
        add(families.gauge("queue_bytes", "The memory of the items and results of a queue"), QueueFigure.BYTES, 1);
        Families.Values limit =
                families.gauge("queue_limit", "The most items that wait in a queue, 0 for any number (maxSize)");
        Families.Values paused = families.gauge("queue_paused", "Whether a queue delivers nothing for now");
        for (QueueFigures queue : named) {
            limit.add(queue.get(QueueFigure.LIMIT), "queue", queue.name());
            paused.add(queue.get(QueueFigure.PAUSED), "queue", queue.name());
        }
    }

    private void addWaits(Families families) {
        Families.Values waiting = families.gauge("queue_waiting", "The clients that wait for an item or for room");
        add(waiting, QueueFigure.GETTERS, 1, "for", "item");
        add(waiting, QueueFigure.PUTTERS, 1, "for", "room");
        add(
                families.gauge("queue_oldest_seconds", "The time since the oldest ready item became ready"),
                QueueFigure.OLDEST_MILLIS,
                MILLIS);
        add(
                families.gauge("queue_waited_seconds", "The time that the item had waited that was got last"),
                QueueFigure.WAITED_MILLIS,
                MILLIS);
    }

    private void addTotals(Families families) {
        add(families.counter("queue_puts", "Items that came into a queue"), QueueFigure.PUT, 1);
        add(
                families.counter("queue_gets", "Items that were given to workers, again after each lost attempt"),
                QueueFigure.DELIVERED,
                1);
        add(families.counter("queue_done", "Items that were finished"), QueueFigure.DONE, 1);
        add(
                families.counter("queue_retries", "Attempts that failed or were lost, and were not the last"),
                QueueFigure.RETRIED,
                1);
        add(families.counter("queue_failed", "Items that failed for good"), QueueFigure.FAILED, 1);
        add(families.counter("queue_dead", "Items that went to the dead-letter queue"), QueueFigure.DEAD, 1);
        add(
                families.counter("queue_expired", "Items that were dropped because nobody got them in time"),
                QueueFigure.EXPIRED,
                1);
        add(families.counter("queue_cancelled", "Items that were cancelled"), QueueFigure.CANCELLED, 1);
    }

    /** @param labels behind the name of the queue, names and values in turn */
    private void add(Families.Values family, QueueFigure figure, double unit, String... labels) {
        for (QueueFigures queue : named) {
            family.add(queue.get(figure) / unit, labels(queue.name(), labels));
        }
        family.add(others.get(figure) / unit, labels(OTHERS, labels));
    }

    private static String[] labels(String queue, String... labels) {
        List<String> all = new ArrayList<>(List.of("queue", queue));
        all.addAll(List.of(labels));
        return all.toArray(String[]::new);
    }
}
