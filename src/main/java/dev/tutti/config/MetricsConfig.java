package dev.tutti.config;

/** The address at which metrics and health checks are served over HTTP. */
public record MetricsConfig(String host, int port) {

    static MetricsConfig from(String path, Object value) {
        Section section = new Section(path, value, "host", "port");
        return new MetricsConfig(
                section.text("host", "127.0.0.1", "a host name or IP address"),
                section.integer("port", 9888, 0, 65_535));
    }
}
