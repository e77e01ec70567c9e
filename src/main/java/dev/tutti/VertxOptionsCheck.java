package dev.tutti;

import dev.tutti.config.ConfigurationException;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Refuses options of Vert.x that the launcher would ignore without a word, or would end the process for. */
final class VertxOptionsCheck {

    /** An option that Vert.x reads and does not write. */
    private static final String TRACING = "tracingOptions";

    private VertxOptionsCheck() {}

    /** @throws ConfigurationException with one line that names the first wrong option of {@code --options} */
    static void check(JsonObject given) {
        JsonObject read = read(given);
        for (Map.Entry<String, Object> option : given) {
            String key = option.getKey();
            if (key.equals(TRACING)) {
                continue;
            }
            if (!read.containsKey(key)) {
                throw new ConfigurationException("--options: " + key + " is not an option of Vert.x, expected one of "
                        + String.join(", ", read.fieldNames()));
            }
            boolean section = read.getValue(key) instanceof JsonObject;
            if (section != option.getValue() instanceof JsonObject
                    || !section && !isSame(read.getValue(key), option.getValue())) {
                throw ConfigurationException.of(
                        "--options", option.getValue(), "is not a value of " + key + " that Vert.x takes");
            }
        }
    }

    private static JsonObject read(JsonObject given) {
        try {
            return new VertxOptions(given).toJson();
        } catch (IllegalArgumentException | ClassCastException refused) {
            throw new ConfigurationException("--options: Vert.x refuses them: " + refused.getMessage());
        }
    }

    private static boolean isSame(Object read, Object given) {
        boolean numbers = read instanceof Number && given instanceof Number;
        return numbers ? ((Number) read).doubleValue() == ((Number) given).doubleValue() : read.equals(given);
    }
}
