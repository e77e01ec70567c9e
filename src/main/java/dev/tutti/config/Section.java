package dev.tutti.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One object of the configuration, read by typed accessors. A wrong value is refused with a {@link
 * ConfigurationException} that names its full path. An absent key has its default, which is then entered into the
 * object: once everything is read, the object holds the whole configuration in force. {@code null} counts as a value,
 * for the keys that may be null.
 */
final class Section {

    private static final Pattern PERCENTAGE = Pattern.compile("([1-9][0-9]?)%");

    private final String path;
    private final JsonObject json;

    /**
     * Wraps the value of the section at {@code path}.
     *
     * @throws ConfigurationException if the value is not an object, or has keys other than {@code keys}
     */
    Section(String path, Object value, String... keys) {
        if (!(value instanceof JsonObject)) {
            throw ConfigurationException.ofHidden(
                    path, value, "is not an object with the keys " + String.join(", ", keys));
        }
        this.path = path;
        this.json = (JsonObject) value;
        Set<String> known = Set.of(keys);
        for (String key : json.fieldNames()) {
            if (!known.contains(key)) {
                // The value is not shown: the key may be that of a secret, misspelt.
                throw new ConfigurationException(
                        path(key) + ": is not a known key, expected " + String.join(", ", keys));
            }
        }
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean has(String key) {
        return json.containsKey(key);
    }

    /** True if the value is null, which is the default of such a key. */
    boolean isNull(String key) {
        return value(key, null) == null;
    }

    Object value(String key) {
        return json.getValue(key);
    }

    /** The value of any type, or the default. */
    Object value(String key, Object absent) {
        if (!has(key)) {
            json.put(key, absent);
        }
        return json.getValue(key);
    }

    /** Enters a value that takes the place of the one that was given. */
    void set(String key, Object value) {
        json.put(key, value);
    }

    /** An exception whose message is "key: value problem", for the caller to throw. */
    ConfigurationException refuse(String key, String problem) {
        return ConfigurationException.of(path(key), json.getValue(key), problem);
    }

    /** The same for a value of the wrong type, which is described and not shown. */
    ConfigurationException refuseType(String key, String problem) {
        return ConfigurationException.ofHidden(path(key), json.getValue(key), problem);
    }

    int integer(String key, int absent, int min, int max) {
        Object value = value(key, absent);
        boolean whole = value instanceof Integer || value instanceof Long;
        if (!whole || ((Number) value).longValue() < min || ((Number) value).longValue() > max) {
            throw refuse(key, "is not an integer from " + min + " to " + max);
        }
        return ((Number) value).intValue();
    }

    boolean flag(String key, boolean absent) {
        if (!(value(key, absent) instanceof Boolean)) {
            throw refuse(key, "is not true or false");
        }
        return json.getBoolean(key);
    }

    /** A string that is not blank, or the default. */
    String text(String key, String absent, String expected) {
        value(key, absent);
        return text(key, expected);
    }

    /** A host to listen at, {@code 127.0.0.1} if the key is absent. */
    String host(String key) {
        String host = text(key, "127.0.0.1", "a host name or IP address");
        if (isMulticast(host)) {
            throw refuse(
                    key,
                    "is a multicast address, which no client can connect to," + " expected an address of this machine");
        }
        return host;
    }

    /** Asks nobody for the address of a name. */
    private static boolean isMulticast(String host) {
        boolean isAddress = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        try {
            return isAddress && InetAddress.getByName(host).isMulticastAddress();
        } catch (UnknownHostException noAddress) {
            return false; // the attempt to listen says so
        }
    }

    /** A string that is not blank. */
    String text(String key, String expected) {
        if (!(json.getValue(key) instanceof String value)) {
            throw refuseType(key, "is not " + expected);
        }
        if (value.isBlank()) {
            throw refuse(key, "is not " + expected);
        }
        return value;
    }

    /** Refuses the value of the key if no file can have it as its name. */
    void refuseBadFileName(String key, String name) {
        LocaleText.fileNameProblem(name).ifPresent(problem -> {
            throw refuse(key, problem);
        });
    }

    long millis(String key, String absent) {
        OptionalLong millis = Units.millis(textOrEmpty(key, absent));
        if (millis.isEmpty() || millis.getAsLong() > Units.LONGEST_MILLIS) {
            throw refuse(key, "is not a duration such as 250ms, 60s, 5m or 1h, of 8760h at most");
        }
        return millis.getAsLong();
    }

    /** Reads a share of the heap such as 50%, or a size, as a number of bytes. */
    long heapShare(String key, String absent, int largestPercentage) {
        long heap = Runtime.getRuntime().maxMemory();
        String value = String.valueOf(value(key, absent));
        Matcher percentage = PERCENTAGE.matcher(value);
        long bytes = percentage.matches()
                ? heap / 100 * Integer.parseInt(percentage.group(1))
                : Units.bytes(value).orElse(0);
        if (bytes <= 0 || bytes > heap / 100 * largestPercentage) {
            throw refuse(
                    key,
                    "is not a share of the heap such as 50% or a size such as 512MiB, of " + largestPercentage
                            + "% at most (the heap has " + (heap >> 20) + "MiB)");
        }
        return bytes;
    }

    long bytes(String key, String absent, long min, long max) {
        OptionalLong bytes = Units.bytes(textOrEmpty(key, absent));
        if (bytes.isEmpty() || bytes.getAsLong() < min || bytes.getAsLong() > max) {
            String range = "from " + Units.size(min) + " to " + Units.size(max);
            throw refuse(key, "is not a size such as 64KiB or 1MiB, " + range);
        }
        return bytes.getAsLong();
    }

    /** The value as a constant of the enum. The configuration writes constants in lower case. */
    <E extends Enum<E>> E choice(String key, E absent) {
        Object value = value(key, word(absent));
        E[] constants = absent.getDeclaringClass().getEnumConstants();
        for (E constant : constants) {
            if (word(constant).equals(value)) {
                return constant;
            }
        }
        String words = Stream.of(constants).map(Section::word).collect(Collectors.joining(", "));
        throw refuse(key, "is not one of " + words);
    }

    /** The elements of an array, or none if the key is absent. */
    List<Object> array(String key, String expected) {
        if (!has(key)) {
            return List.of();
        }
        if (!(json.getValue(key) instanceof JsonArray)) {
            throw refuseType(key, "is not " + expected);
        }
        List<Object> elements = new ArrayList<>();
        json.getJsonArray(key).forEach(elements::add);
        return elements;
    }

    private String textOrEmpty(String key, String absent) {
        return value(key, absent) instanceof String text ? text : "";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
