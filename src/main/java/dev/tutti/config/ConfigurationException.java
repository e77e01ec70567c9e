package dev.tutti.config;

import dev.tutti.log.ShownName;

/**
 * Thrown when the configuration cannot be used. The message is one line that names the key, its value and what was
 * expected.
 */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VALUE = 200;

    /** @param line may have invisible characters, which become U+XXXX */
    public ConfigurationException(String line) {
        super(ShownName.readable(line));
    }

    /** An exception whose message is "key: value problem", with the value as JSON and without its {@link Secrets}. */
    public static ConfigurationException of(String key, Object value, String problem) {
        return new ConfigurationException(key + ": " + shown(value) + " " + problem);
    }

    /** The same, but the value is only described: it is of the wrong type, or no secret should be where it is. */
    public static ConfigurationException ofHidden(String key, Object value, String problem) {
        return new ConfigurationException(key + ": " + Secrets.describe(value) + " " + problem);
    }

    private static String shown(Object value) {
        String json = Secrets.mask(value);
        return json.length() <= LONGEST_VALUE ? json : json.substring(0, LONGEST_VALUE) + "...";
    }
}
