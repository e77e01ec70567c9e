package dev.tutti.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a configuration as pairs of a path and a text, which any client may see. Numbers, durations and sizes are
 * written as the configuration writes them, and null as an empty text. Secrets are replaced by {@code ***}:
 * passwords and their hashes, the user and the query of a URL, and the configuration of a user's class.
 */
final class Settings {

    private static final String SECRET = "***";

    private Settings() {}

    /** @param whole the object of the configuration, with all defaults in it */
    static Map<String, String> of(JsonObject whole) {
        Map<String, String> settings = new TreeMap<>();
        add(settings, "", whole);
        return settings;
    }

    private static void add(Map<String, String> settings, String path, JsonObject object) {
        for (String key : object.fieldNames()) {
            add(settings, path.isEmpty() ? key : path + "." + key, key, object.getValue(key));
        }
    }

    private static void add(Map<String, String> settings, String path, String key, Object value) {
        if (value instanceof JsonObject object && isOfClass(path, key)) {
            object.fieldNames().forEach(own -> settings.put(path + "." + own, SECRET));
        } else if (value instanceof JsonObject object) {
            add(settings, path, object);
        } else if (value instanceof JsonArray array
                && !array.isEmpty()
                && array.stream().allMatch(JsonObject.class::isInstance)) {
            for (int i = 0; i < array.size(); i++) {
                add(settings, path + "[" + i + "]", array.getJsonObject(i));
            }
        } else {
            settings.put(path, text(key, value));
        }
    }

    /** Whether this is the configuration of a user's class, in which anything may be a secret. */
    private static boolean isOfClass(String path, String key) {
        return key.equals(TaskKind.CONFIG) && path.startsWith("consumers[");
    }

    private static String text(String key, Object value) {
        if (value == null) {
            return "";
        }
        return switch (key) {
            case "password", "sha256" -> SECRET;
            case "http" ->
                value.toString().replaceFirst("//[^/@]*@", "//" + SECRET + "@").replaceFirst("[?].*", "?" + SECRET);
            default -> value.toString();
        };
    }
}
