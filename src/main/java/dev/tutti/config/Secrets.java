package dev.tutti.config;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows values of the configuration in messages and logs without the secrets that may be in them: the user, the
 * password and the query values of a URL. A value of the wrong type may be a secret in a wrong place, so it is only
 * described.
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

    /**
     * A value of the configuration as JSON, for a message that says what is wrong with it. Arrays and objects are only
     * described.
     */
    static String mask(Object value) {
        if (value instanceof String text) {
            return Json.encode(isUrl(text) ? maskUrl(text) : text);
        }
        return value instanceof JsonArray || value instanceof JsonObject ? describe(value) : Json.encode(value);
    }

    /** What a value is, without showing any of it, such as "a string of 9 characters". */
    static String describe(Object value) {
        if (value instanceof String text) {
            return "a string of " + Units.count(text.length(), "character");
        }
        if (value instanceof JsonArray array) {
            return "an array of " + Units.count(array.size(), "element");
        }
        if (value instanceof JsonObject object) {
            return "an object of " + Units.count(object.size(), "key");
        }
        return value instanceof Number ? "a number" : Json.encode(value);
    }

    private static boolean isUrl(String text) {
        int colon = text.indexOf(':');
        return text.contains(SCHEME_END) || (colon >= 0 && colon < text.lastIndexOf('@'));
    }

    /** A URL, whatever is wrong with it, without its secrets. */
    static String maskUrl(String text) {
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
