package dev.tutti.metrics;

/** Knows the values of some metrics. Called on a worker thread, for one scrape at a time. */
@FunctionalInterface
interface MetricSource {

    void addTo(Families families);
}
