package dev.tutti.metrics;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;

/** The number of events of each kind that the log is told of, whether they have lines of their own or not. */
final class EventMetrics implements MetricSource {

    private final EventLog events;

    EventMetrics(EventLog events) {
        this.events = events;
    }

    @Override
    public void addTo(Families families) {
        Families.Values counts = families.counter("events", "Events that the log is told of, by their kind");
        for (EventKind kind : EventKind.values()) {
            counts.add(events.count(kind), "kind", kind.word());
        }
    }
}
