package dev.tutti.config;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kind of task that a consumer runs for each item. */
public sealed interface TaskKind {

    /** The configuration keys for the kinds of task. A consumer has exactly one of them. */
    List<String> KEYS = List.of("task", "exec", "tcp", "http", "class");

    String CLASS = "class";
    String CONFIG = "config";

    /** A task built into Tutti. */
    record BuiltIn(String name) implements TaskKind {

        public static final Set<String> NAMES = Set.of("echo", "upper", "sha256", "sleep", "fail");
    }

    /** A command that is run as a child process: its program and arguments. */
    record Exec(List<String> command) implements TaskKind {

        public Exec {
            command = List.copyOf(command);
        }
    }

    /** A server that receives the item over TCP and answers with the result. */
    record Tcp(String host, int port) implements TaskKind {}

    /** A server that receives the item as a POST request and answers with the result. */
    record Http(URI uri) implements TaskKind {

        /** Leaves out what may be secret in the URL, so that it cannot reach a log. */
        @Override
        public String toString() {
            return "Http[" + Secrets.mask(uri) + "]";
        }
    }

    /**
     * A user's class that implements {@code dev.tutti.consumer.Task}.
     *
     * @param config the configuration of the class itself, which is not checked here
     */
    record UserClass(String name, JsonObject config) implements TaskKind {

        public UserClass {
            config = config.copy();
        }

        public UserClass(String name) {
            this(name, new JsonObject());
        }

        @Override
        public JsonObject config() {
            return config.copy();
        }

        /** Leaves the configuration out, which may have secrets. */
        @Override
        public String toString() {
            return "UserClass[" + name + "]";
        }
    }

    /**
     * Reads the consumer's task.
     *
     * @throws ConfigurationException unless the consumer has exactly one of {@link #KEYS}, with a valid value
     */
    static TaskKind from(Section consumer, String path) {
        List<String> named = KEYS.stream().filter(consumer::has).collect(Collectors.toList());
        if (named.size() != 1) {
            throw new ConfigurationException(path + ": has " + (named.isEmpty() ? "none" : String.join(" and ", named))
                    + " of the keys " + String.join(", ", KEYS) + ", expected exactly one");
        }
        if (!named.contains(CLASS) && consumer.has(CONFIG)) {
            throw consumer.refuseType(
                    CONFIG, "goes with " + CLASS + " and not with " + named.get(0) + ", expected no such key");
        }
        switch (named.get(0)) {
            case "task":
                return builtIn(consumer);
            case "exec":
                return exec(consumer);
            case "tcp":
                return tcp(consumer);
            case "http":
                return http(consumer);
            default:
                return userClass(consumer);
        }
    }

    private static TaskKind builtIn(Section consumer) {
        String expected = "one of " + String.join(", ", new TreeSet<>(BuiltIn.NAMES));
        String name = consumer.text("task", expected);
        if (!BuiltIn.NAMES.contains(name)) {
            throw consumer.refuse("task", "is not " + expected);
        }
        return new BuiltIn(name);
    }

    private static TaskKind exec(Section consumer) {
        String expected = "an array of strings: a program and its arguments";
        List<Object> command = consumer.array("exec", expected);
        boolean strings = command.stream().allMatch(word -> word instanceof String && ((String) word).indexOf(0) < 0);
        if (!strings || command.isEmpty() || ((String) command.get(0)).isBlank()) {
            throw consumer.refuseType("exec", "is not " + expected);
        }
        List<String> words = command.stream().map(String.class::cast).toList();
        words.stream()
                .flatMap(word -> LocaleText.fileNameProblem(word).stream())
                .findFirst()
                .ifPresent(problem -> {
                    throw consumer.refuseType("exec", problem);
                });
        return new Exec(words);
    }

    private static TaskKind tcp(Section consumer) {
        HostPort address = HostPort.read(consumer, "tcp");
        return new Tcp(address.host(), address.port());
    }

    private static TaskKind http(Section consumer) {
        String expected = "a URL such as http://127.0.0.1:9001/hook";
        try {
            URI uri = new URI(consumer.text("http", expected));
            boolean scheme = Stream.of("http", "https").anyMatch(known -> known.equalsIgnoreCase(uri.getScheme()));
            if (scheme && uri.getHost() != null && uri.getPort() <= 65_535 && uri.getPort() != 0) {
                return new Http(uri);
            }
        } catch (URISyntaxException e) {
            throw consumer.refuse("http", "is not " + expected + ": " + e.getReason());
        }
        throw consumer.refuse("http", "is not " + expected);
    }

    private static TaskKind userClass(Section consumer) {
        String expected = "the full name of a class";
        String name = consumer.text(CLASS, expected);
        String identifier = "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
        if (!name.matches(identifier + "(\\." + identifier + ")*")) {
            throw consumer.refuse(CLASS, "is not " + expected);
        }
        if (!(consumer.value(CONFIG, new JsonObject()) instanceof JsonObject config)) {
            throw consumer.refuseType(CONFIG, "is not an object for the class");
        }
        return new UserClass(name, config);
    }
}
