package dev.tutti.config;

/**
 * The address at which metrics and health checks are served over HTTP.
 *
 * @param maxQueues the most queues of which metrics have the name
 * @param actions whether the page has buttons that change queues
 */
public record MetricsConfig(String host, int port, int maxQueues, boolean actions) {

    static final String[] KEYS = {"host", "port", "maxQueues", "actions"};

    private static final int MOST_QUEUES = 10_000;

    static MetricsConfig from(String path, Object value) {
        Section section = new Section(path, value, KEYS);
        return new MetricsConfig(
                section.host("host"),
                section.integer("port", 9888, 0, 65_535),
                section.integer("maxQueues", 100, 0, MOST_QUEUES),
                section.flag("actions", false));
    }
}
