package dev.tutti.metrics;

import dev.tutti.command.Notice.PrimitiveFigures;
import dev.tutti.waiting.ContentionSum;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The metrics of locks and their kin at one scrape. */
final class PrimitiveMetrics implements MetricSource {

    private static final List<String> KINDS = List.of("barrier", "condition", "event", "lock", "semaphore");
    private static final double MILLIS = 1000;

    private final List<PrimitiveFigures> answers;

    PrimitiveMetrics(List<PrimitiveFigures> answers) {
        this.answers = answers;
    }

    @Override
    public void addTo(Families families) {
        Families.Values held = families.gauge("sync_held", "Locks, semaphores and so on that are held");
        Families.Values holders = families.gauge("sync_holders", "Grants of locks and permits");
        Families.Values waiters = families.gauge("sync_waiters", "Clients that wait for a lock, an event and so on");
        Families.Values hold =
                families.gauge("sync_longest_hold_seconds", "The time for which the oldest holder has held");
        Families.Values wait =
                families.gauge("sync_longest_wait_seconds", "The time for which the oldest waiter has waited");
        for (String kind : KINDS) {
            held.add(sum(kind, ContentionSum::held), "kind", kind);
            holders.add(sum(kind, ContentionSum::holders), "kind", kind);
            waiters.add(sum(kind, ContentionSum::waiters), "kind", kind);
            double longestHold = 0;
            double longestWait = 0;
            for (PrimitiveFigures answer : answers) {
                for (ContentionSum sum : of(answer, kind)) {
                    longestHold = Math.max(longestHold, sum.longestHold(answer.now()));
                    longestWait = Math.max(longestWait, sum.longestWait(answer.now()));
                }
            }
            hold.add(longestHold / MILLIS, "kind", kind);
            wait.add(longestWait / MILLIS, "kind", kind);
        }
    }

    private double sum(String kind, ToDoubleFunction<ContentionSum> number) {
        return answers.stream()
                .flatMap(answer -> of(answer, kind).stream())
                .mapToDouble(number)
                .sum();
    }

    private static List<ContentionSum> of(PrimitiveFigures answer, String kind) {
        return answer.sums().stream().filter(sum -> sum.kind().equals(kind)).toList();
    }
}
