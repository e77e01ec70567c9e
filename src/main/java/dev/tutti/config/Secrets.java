package dev.tutti.config;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Shows values of the configuration in messages and logs without the secrets that may be in them: the user, the password
 * and the query values of a URL, the arguments of a command, and the text inside an object.
 */
public final class Secrets {

    private static final String MASK = "***";
    private static final String SCHEME_END = "://";

    private Secrets() {}

    /** The URL as clients and logs may see it, such as {@code http://***@host/path?key=***}. */
    public static String mask(URI url) {
        return url.getHost() == null ? maskUnparsed(url.toString()) : scheme(url.toString()) + authority(url);
    }

    private static String authority(URI url) {
        return (url.getRawUserInfo() == null ? "" : MASK + "@")
                + url.getHost()
                + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + url.getRawPath()
                + (url.getRawQuery() == null ? "" : maskQuery(url.getRawQuery()));
    }

    /** A value of the configuration as JSON, for a message that says what is wrong with it. */
    static String mask(Object value) {
        return Json.encode(masked(value));
    }

    private static Object masked(Object value) {
        if (value instanceof String text) {
            return isUrl(text) ? maskUrl(text) : text;
        }
        if (value instanceof JsonArray array) {
            // The first word of a command is the program, the others may be passwords.
            List<Object> elements = IntStream.range(0, array.size())
                    .mapToObj(i -> i == 0 ? masked(array.getValue(0)) : maskedInside(array.getValue(i)))
                    .toList();
            return new JsonArray(elements);
        }
        return maskedInside(value);
    }

    private static Object maskedInside(Object value) {
        if (value instanceof JsonObject object) {
            JsonObject masked = new JsonObject();
            object.forEach(entry -> masked.put(entry.getKey(), maskedInside(entry.getValue())));
            return masked;
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(array.stream().map(Secrets::maskedInside).collect(Collectors.toList()));
        }
        return value instanceof String ? MASK : value;
    }

    private static boolean isUrl(String text) {
        int colon = text.indexOf(':');
        return text.contains(SCHEME_END) || (colon >= 0 && colon < text.lastIndexOf('@'));
    }

    private static String maskUrl(String text) {
        try {
            return mask(new URI(text));
        } catch (URISyntaxException malformed) {
            return maskUnparsed(text);
        }
    }

    /** Masks everything before the last {@code @}, since a password may hold any character that should be escaped. */
    private static String maskUnparsed(String text) {
        int at = text.lastIndexOf('@');
        String shown = at < 0 ? text : scheme(text) + MASK + text.substring(at);
        int query = shown.indexOf('?');
        return query < 0 ? shown : shown.substring(0, query) + maskQuery(shown.substring(query + 1));
    }

    private static String scheme(String text) {
        int end = text.indexOf(SCHEME_END);
        return end < 0 ? "" : text.substring(0, end) + SCHEME_END;
    }

    private static String maskQuery(String query) {
        return Stream.of(query.split("&", -1))
                .map(part -> part.substring(0, part.indexOf('=') + 1) + MASK)
                .collect(Collectors.joining("&", "?", ""));
    }
}
