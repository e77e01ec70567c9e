package dev.tutti.net;

import dev.tutti.config.ProducerConfig;
import java.util.Map;

/**
 * The journal's settings under the names of Redis's configuration. Clients and monitors ask for these to learn how a
 * server persists its data.
 */
final class RedisSettings {

    private RedisSettings() {}

    static Map<String, String> of(ProducerConfig config) {
        if (config.journal() == null) {
            return Map.of("appendonly", "no", "appendfsync", "no");
        }
        String sync = switch (config.sync()) {
            case ALWAYS -> "always";
            case INTERVAL -> "everysec";
            case NONE -> "no";
        };
        return Map.of("appendonly", "yes", "appendfsync", sync);
    }
}
