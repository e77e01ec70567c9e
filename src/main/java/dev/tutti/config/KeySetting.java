package dev.tutti.config;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/** One key that the command line sets, such as {@code --set server.port=7777}. */
final class KeySetting {

    private static final String OPTION = "--set";
    /** The beginning of the keys of a user, which are the only ones inside an object of a section. */
    private static final String OF_USER = "server.users.";

    private KeySetting() {}

    /**
     * Returns a configuration with this key alone. The part before the first dot is the section, the part after the
     * last one is the key, and the part between them is the name of a queue or the like. The keys of a user begin with
     * {@code server.users}. The value is JSON, or a string without quotes.
     *
     * @throws ConfigurationException if the text is not {@code KEY=VALUE}. The message does not show the value, which
     *     may be a secret.
     */
    static JsonObject parse(String text) {
        int equals = text.indexOf('=');
        String path = equals < 0 ? "" : text.substring(0, equals).strip();
        if (path.isEmpty() || path.startsWith(".") || path.endsWith(".")) {
            throw new ConfigurationException(
                    OPTION + ": " + Secrets.describe(text) + " is not KEY=VALUE, such as server.port=7777");
        }
        int last = path.lastIndexOf('.');
        if (path.startsWith(OF_USER) && last >= OF_USER.length()) {
            JsonObject users = parse(text.strip().substring("server.".length()));
            return new JsonObject().put("server", users);
        }
        int first = path.indexOf('.');
        Object value = value(path, text.substring(equals + 1).strip());
        JsonObject object = new JsonObject();
        object.put(path.substring(last + 1), value);
        if (first < last) {
            object = new JsonObject().put(path.substring(first + 1, last), object);
        }
        return first < 0 ? object : new JsonObject().put(path.substring(0, first), object);
    }

    private static Object value(String path, String text) {
        if (text.startsWith("{")) {
            return ConfigurationFile.read(OPTION + " " + path, text);
        }
        try {
            return Json.decodeValue(text);
        } catch (DecodeException noJson) {
            if (text.startsWith("[") || text.startsWith("\"")) {
                throw new ConfigurationException(OPTION + " " + path + ": the value is not JSON");
            }
            return text;
        }
    }
}
