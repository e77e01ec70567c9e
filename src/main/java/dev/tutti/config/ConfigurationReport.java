package dev.tutti.config;

import dev.tutti.log.ShownName;
import java.util.Map;
import java.util.StringJoiner;

/** Writes every value of a configuration that is in force, with its origin, for a terminal. Secrets are hidden. */
public final class ConfigurationReport {

    private static final String NULL = "none";

    private ConfigurationReport() {}

    /** Returns a line for each value: its path, its origin and the value itself. */
    public static String of(Configuration configuration, ConfigurationSources sources) {
        Map<String, String> settings = configuration.settings();
        int width = settings.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        settings.forEach((path, value) -> lines.add(ShownName.readable(padded(path, width) + "  "
                + padded(sources.origin(path), 11) + "  " + (value.isEmpty() ? NULL : value))));
        return lines.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
