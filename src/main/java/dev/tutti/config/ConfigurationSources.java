package dev.tutti.config;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The configuration of a start, put together from a file or the text of {@code --conf}, the environment, and the keys
 * that the command line sets. Immutable.
 *
 * <p>{@code --conf} takes the place of the usual file, and is not laid over it. So a configuration means the same
 * wherever it is used, and nothing in it comes from a file that it does not name. {@code --set} is there for single
 * keys.
 */
public final class ConfigurationSources {

    /** The environment variable with the password of the server, whether it is this process or that of connect. */
    public static final String PASSWORD_VARIABLE = "TUTTI_PASSWORD";

    private static final String OPTION = "--conf";

    /** @param json the keys that this source sets */
    private record Layer(String origin, JsonObject json) {

        Layer {
            ConnectConfig.asObject(json);
        }

        /** Whether this source sets the value at the path, or the array that it is in. */
        boolean decides(String path) {
            int bracket = path.indexOf('[');
            return names(bracket < 0 ? path : path.substring(0, bracket));
        }

        /** Whether this source names the value, or a part of it. */
        boolean names(String path) {
            return Settings.of(json).keySet().stream()
                    .filter(own -> own.startsWith(path))
                    .map(own -> own.substring(path.length()))
                    .anyMatch(rest -> rest.isEmpty() || rest.startsWith(".") || rest.startsWith("["));
        }
    }

    private final String name;
    private final boolean conf;
    private final boolean setsKeys;
    private final List<Layer> layers;
    private final Supplier<ConfigurationSources> again;
    private final JsonObject json = new JsonObject();

    /**
     * @param layers each over those before it
     * @param again reads all sources again; null if none of them is a file
     */
    private ConfigurationSources(
            String name, boolean conf, boolean setsKeys, List<Layer> layers, Supplier<ConfigurationSources> again) {
        this.again = again;
        this.name = name;
        this.conf = conf;
        this.setsKeys = setsKeys;
        this.layers = layers;
        layers.forEach(layer -> lay(layer.json, json, true));
    }

    /**
     * Reads all sources.
     *
     * @param usual the file that is read if there is no {@code --conf}
     * @param conf the value of {@code --conf}: a JSON object, or the name of a file
     * @param sets the values of {@code --set}
     * @param environment the environment variables
     * @throws ConfigurationException if a source cannot be read, with one line that says which
     */
    public static ConfigurationSources read(
            Path usual, Optional<String> conf, List<String> sets, Map<String, String> environment) {
        String source = conf.orElse(usual.toString());
        Layer base = new Layer("file", ConfigurationFile.read(OPTION, source));
        List<Layer> layers = new ArrayList<>(List.of(base));
        boolean inline = ConfigurationFile.isText(source);
        if (inline) {
            layers.set(0, new Layer("inline", base.json));
        }
        sets.forEach(set -> layers.add(new Layer("inline", KeySetting.parse(set))));
        boolean connects = layers.stream().anyMatch(layer -> layer.json.getValue(ConnectConfig.CONNECT) != null);
        // What the command line says itself goes before the environment.
        layers.addAll(inline ? 0 : 1, environment(environment, connects ? ConnectConfig.CONNECT : "server"));
        Supplier<ConfigurationSources> again = inline ? null : () -> read(usual, conf, sets, environment);
        String name = inline
                ? "the text of " + OPTION
                : Path.of(source).toAbsolutePath().normalize().toString();
        return new ConfigurationSources(name, conf.isPresent(), !sets.isEmpty(), layers, again);
    }

    /** @param section whose password it is */
    private static List<Layer> environment(Map<String, String> environment, String section) {
        String password = environment.get(PASSWORD_VARIABLE);
        if (password == null) {
            return List.of();
        }
        if (password.isEmpty()) {
            throw new ConfigurationException(
                    PASSWORD_VARIABLE + ": is empty, expected a password, or no such environment variable");
        }
        LocaleText.refuseUnreadable(PASSWORD_VARIABLE, password);
        JsonObject keys = new JsonObject().put(ConnectConfig.PASSWORD, password);
        return List.of(new Layer("environment", new JsonObject().put(section, keys)));
    }

    /**
     * Lays one configuration over another. Objects are joined, key by key, and any other value takes the place of the
     * one below it. A section that is no object stays, so that it is refused.
     */
    private static void lay(JsonObject over, JsonObject base, boolean sections) {
        for (Map.Entry<String, Object> entry : over) {
            String key = entry.getKey();
            Object below = base.getValue(key);
            if (!(entry.getValue() instanceof JsonObject object)) {
                base.put(key, entry.getValue());
            } else if (below instanceof JsonObject joined) {
                lay(object, joined, false);
            } else if (below == null || !sections) {
                base.put(key, object.copy());
            }
        }
    }

    /** Returns the whole configuration, without the defaults of keys that no source names. */
    public JsonObject json() {
        return json.copy();
    }

    /** Whether there is a file that may have changed. */
    public boolean isFile() {
        return again != null;
    }

    /**
     * Reads the file again, and lays the environment and the command line over it as before.
     *
     * @throws ConfigurationException if it cannot be read
     */
    public JsonObject readAgain() {
        return again.get().json();
    }

    /** Returns where the configuration comes from, for the log: the name, and what is laid over it. */
    public String description() {
        boolean environment = layers.stream().anyMatch(layer -> layer.origin.equals("environment"));
        return name + (environment ? ", " + PASSWORD_VARIABLE : "") + (setsKeys ? ", --set" : "");
    }

    /** Returns the absolute path of the file, or words for the text on the command line. */
    public String name() {
        return name;
    }

    /**
     * Returns where the value in force at this path comes from.
     *
     * @param path as in {@link Configuration#settings}
     */
    public String origin(String path) {
        List<Layer> upperFirst = new ArrayList<>(layers);
        Collections.reverse(upperFirst);
        return upperFirst.stream()
                .filter(layer -> layer.decides(path))
                .findFirst()
                .filter(layer -> layer.names(path))
                .map(Layer::origin)
                .orElse("default");
    }

    /**
     * Returns a line for the log if {@code --conf} leaves out what the shipped file has and a user may miss. The text
     * is empty if it leaves out nothing of that kind.
     */
    public Optional<String> omission() {
        if (json.getValue(ConnectConfig.CONNECT) != null) {
            return Optional.empty();
        }
        List<String> missing = new ArrayList<>();
        if (!json.getJsonObject("producer", new JsonObject()).containsKey("journal")) {
            missing.add("producer.journal, so items are in memory only");
        }
        if (!json.containsKey("consumers")) {
            missing.add("consumers, so there are no tasks inside the server");
        }
        return missing.isEmpty() || !conf
                ? Optional.empty()
                : Optional.of(OPTION + " takes the place of conf/config.json and leaves out "
                        + String.join(", and ", missing) + "; to change single keys of conf/config.json, use --set");
    }
}
