package dev.tutti.config;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server elsewhere from which this process takes items. In the configuration it is an object, or the text of its
 * {@code url} alone.
 *
 * @param addresses of the server, or of the nodes of its cluster
 * @param user null for the user {@code default}
 * @param password null if the server has none
 * @param ca a PEM file with the issuers of the server's certificate; null for those that Java knows
 * @param name by which the server shows this process
 * @param leaseMillis of each item, which is renewed while its task runs
 * @param drainTimeoutMillis the time that a stop leaves to the items that run
 * @param maxItemSize the most bytes of a result
 */
public record ConnectConfig(
        List<HostPort> addresses,
        boolean isTls,
        String user,
        String password,
        String ca,
        String name,
        long leaseMillis,
        long drainTimeoutMillis,
        int maxItemSize) {

    static final String CONNECT = "connect";
    /** The environment variable with the password goes to this key. */
    static final String PASSWORD = "password";

    static final String[] KEYS = {"url", PASSWORD, "ca", "name", "lease", "drainTimeout", "maxItemSize"};

    private static final String URL = "url";
    private static final String EXPECTED =
            "a URL such as redis://host:8888, rediss://user:password@host:8888" + " or redis://host1:8888,host2:8888";
    private static final Pattern PARTS =
            Pattern.compile("(rediss?)://(?:(?<user>[^/?#]*)@)?(?<hosts>[^@/?#]+)(?:/0?)?");
    private static final Pattern HAS_PORT = Pattern.compile(".*:[0-9]*");
    private static final Pattern NAME = Pattern.compile("[!-~]{1,100}");
    private static final String USUAL_PORT = ":8888";
    private static final long SHORTEST_LEASE = 1000;
    private static final int LARGEST_ITEM = 512 << 20;

    public ConnectConfig {
        addresses = List.copyOf(addresses);
    }

    /** Changes the configuration so that it has an object instead of a text, and returns it. */
    static JsonObject asObject(JsonObject configuration) {
        if (configuration.getValue(CONNECT) instanceof String url) {
            configuration.put(CONNECT, new JsonObject().put(URL, url));
        }
        return configuration;
    }

    static ConnectConfig from(String path, Object value) {
        Section section = new Section(path, value, KEYS);
        String url = section.text(URL, EXPECTED);
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches()) {
            throw section.refuse(URL, "is not " + EXPECTED);
        }
        String[] user = user(section, parts.group("user"));
        String password = SecretValue.read(section, PASSWORD);
        if (password != null && user[1] != null) {
            throw new ConfigurationException(
                    section.path(PASSWORD) + ": contradicts the password in " + section.path(URL));
        }
        boolean isTls = parts.group(1).equals("rediss");
        String ca = section.isNull("ca") ? null : TlsConfig.file(section, "ca");
        if (ca != null && !isTls) {
            throw section.refuse("ca", "is for TLS, and " + section.path(URL) + " does not begin with rediss://");
        }
        String name = section.text("name", "tutti-worker", "a name");
        if (!NAME.matcher(name).matches()) {
            throw section.refuse("name", "is not a name of 1 to 100 printable characters of ASCII without blanks");
        }
        long lease = section.millis("lease", "30s");
        if (lease < SHORTEST_LEASE) {
            throw section.refuse("lease", "is less than 1s");
        }
        List<HostPort> addresses = addresses(section, parts.group("hosts"));
        section.set(URL, Secrets.maskUrl(url));
        return new ConnectConfig(
                addresses,
                isTls,
                user[0],
                password == null ? user[1] : password,
                ca,
                name,
                lease,
                section.millis("drainTimeout", "10s"),
                (int) section.bytes("maxItemSize", "1MiB", 1, LARGEST_ITEM));
    }

    private static List<HostPort> addresses(Section section, String hosts) {
        List<HostPort> addresses = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            Optional<HostPort> address = HostPort.parse(HAS_PORT.matcher(host).matches() ? host : host + USUAL_PORT);
            addresses.add(address.orElseThrow(() -> section.refuse(URL, "is not " + EXPECTED)));
        }
        return addresses;
    }

    /** The user and the password, each null if it is not given. */
    private static String[] user(Section section, String text) {
        if (text == null) {
            return new String[2];
        }
        int colon = text.indexOf(':');
        try {
            String user = decoded(colon < 0 ? text : text.substring(0, colon));
            String password = colon < 0 ? "" : decoded(text.substring(colon + 1));
            return new String[] {user.isEmpty() ? null : user, password.isEmpty() ? null : password};
        } catch (IllegalArgumentException malformed) {
            throw section.refuse(
                    URL, "has a user or a password that is no part of a URL: write / ? # @ % as %2F %3F %23 %40 %25");
        }
    }

    /** The text of a part of a URL, where {@code %40} stands for {@code @}. */
    private static String decoded(String part) {
        return part.isEmpty() ? part : URI.create("x:/" + part).getPath().substring(1);
    }

    /** The URL as people and logs may see it. */
    public String shown() {
        return (isTls ? "rediss://" : "redis://")
                + String.join(",", addresses.stream().map(HostPort::toString).toList());
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "ConnectConfig[" + shown() + ", user " + Objects.requireNonNullElse(user, "default") + "]";
    }
}
