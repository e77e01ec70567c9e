package dev.tutti.client;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the server is, as whom the client speaks to it, and how it connects. {@link Tutti#connect} makes a copy, so a
 * later change has no effect.
 */
public class TuttiOptions {

    /** The port of a server whose address names none: 8888. */
    public static final int DEFAULT_PORT = 8888;

    private static final int USUAL_CONNECTIONS = 100;
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private final List<SocketAddress> addresses;
    private String user;
    private String password;
    private ClientSSLOptions sslOptions;
    private String clientName;
    private int maxConnections = USUAL_CONNECTIONS;
    private Duration minReconnectDelay = SHORTEST_DELAY;
    private Duration maxReconnectDelay = LONGEST_DELAY;

    /** Without an address, which means {@code localhost:8888}. */
    public TuttiOptions() {
        addresses = new ArrayList<>();
    }

    /** A copy. */
    public TuttiOptions(TuttiOptions other) {
        addresses = new ArrayList<>(other.addresses);
        user = other.user;
        password = other.password;
        sslOptions = other.sslOptions == null ? null : other.sslOptions.copy();
        clientName = other.clientName;
        maxConnections = other.maxConnections;
        minReconnectDelay = other.minReconnectDelay;
        maxReconnectDelay = other.maxReconnectDelay;
    }

    /**
     * Options for the server at a URL such as {@code redis://user:password@localhost:8888}, or with {@code rediss://}
     * for TLS. User, password and port may be left out. Special characters of a password are written as in {@code %40}.
     * Of a cluster name several nodes: {@code redis://one:8888,two:8888}.
     *
     * @throws IllegalArgumentException if it is no such URL. The message does not show the password.
     */
    public static TuttiOptions of(String url) {
        TuttiOptions options = new TuttiOptions();
        int comma = url.indexOf(',', url.lastIndexOf('@') + 1);
        URI first = parsed(comma < 0 ? url : url.substring(0, comma), shown(url));
        options.addAddress(first);
        if (comma >= 0) {
            for (String node : url.substring(comma + 1).split(",", -1)) {
                options.addAddress(parsed(first.getScheme() + "://" + node, shown(url)));
            }
        }
        if (first.getRawUserInfo() != null) {
            int colon = first.getRawUserInfo().indexOf(':');
            String name = decoded(
                    colon < 0 ? first.getRawUserInfo() : first.getRawUserInfo().substring(0, colon));
            options.setUser(name.isEmpty() ? null : name);
            options.setPassword(colon < 0 ? "" : decoded(first.getRawUserInfo().substring(colon + 1)));
        }
        return first.getScheme().equals("rediss") ? options.setSslOptions(new ClientSSLOptions()) : options;
    }

    private static URI parsed(String url, String shown) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Its message, and so the cause, may show the password.
            throw new IllegalArgumentException("\"" + shown + "\" is no URL: write / ? # @ in a password as"
                    + " %2F %3F %23 %40, and a space as %20");
        }
        if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
            throw new IllegalArgumentException("\"" + shown + "\" does not begin with redis:// or rediss://");
        }
        String path = uri.getPath();
        if (uri.getHost() == null
                || uri.getQuery() != null
                || uri.getFragment() != null
                || !(path.isEmpty() || path.equals("/") || path.equals("/0"))) {
            throw new IllegalArgumentException("\"" + shown + "\" is not of the form redis://user:password@host:port");
        }
        return uri;
    }

    private void addAddress(URI uri) {
        String host = uri.getHost().replace("[", "").replace("]", "");
        addAddress(host, uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    }

    private static String shown(String url) {
        int begin = url.indexOf("://");
        int end = url.lastIndexOf('@');
        return begin < 0 || end < begin ? url : url.substring(0, begin + 3) + "***" + url.substring(end);
    }

    /** The text of a part of a URL, where {@code %40} stands for {@code @}. */
    private static String decoded(String part) {
        return part.isEmpty() ? part : URI.create("x:/" + part).getPath().substring(1);
    }

    /** The addresses, in the order in which they are tried. */
    public List<SocketAddress> getAddresses() {
        return addresses;
    }

    /** Adds the address of the server, or of one more server of a cluster. */
    public TuttiOptions addAddress(String host, int port) {
        addresses.add(SocketAddress.inetSocketAddress(port, host));
        return this;
    }

    /** The user, or null for the user {@code default}. */
    public String getUser() {
        return user;
    }

    /** Sets the user, who needs a password. */
    public TuttiOptions setUser(String user) {
        this.user = user;
        return this;
    }

    /** The password, or null if the server has none. */
    public String getPassword() {
        return password;
    }

    /** Sets the password. */
    public TuttiOptions setPassword(String password) {
        this.password = password;
        return this;
    }

    /** The options of TLS, or null if the connections are without. */
    public ClientSSLOptions getSslOptions() {
        return sslOptions;
    }

    /**
     * Has the client speak TLS. The name in the server's certificate must be that of the address, unless the options
     * say how else it is verified.
     */
    public TuttiOptions setSslOptions(ClientSSLOptions sslOptions) {
        this.sslOptions = sslOptions;
        return this;
    }

    /** The name that the server shows for this client, or null. */
    public String getClientName() {
        return clientName;
    }

    /** Sets the name that the server shows for this client, for instance in a deadlock: printable ASCII, no blanks. */
    public TuttiOptions setClientName(String clientName) {
        this.clientName = clientName;
        return this;
    }

    /** The number of calls that may wait at the server at a time, or hold a lock: 100 unless it is set. */
    public int getMaxConnections() {
        return maxConnections;
    }

    /**
     * Sets the number of calls that may wait at the server at a time, or hold a lock, each with a connection of its
     * own. More of them wait in the client for their turn. Workers and conditions do not count.
     */
    public TuttiOptions setMaxConnections(int maxConnections) {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections is " + maxConnections + ", and must be at least 1");
        }
        this.maxConnections = maxConnections;
        return this;
    }

    /** The wait before the second attempt to connect again: 50 ms unless it is set. */
    public Duration getMinReconnectDelay() {
        return minReconnectDelay;
    }

    /** Sets the wait before the second attempt to connect again. Each further wait is twice as long. */
    public TuttiOptions setMinReconnectDelay(Duration minReconnectDelay) {
        this.minReconnectDelay = positive(minReconnectDelay);
        return this;
    }

    /** The longest wait between two attempts to connect: 5 s unless it is set. */
    public Duration getMaxReconnectDelay() {
        return maxReconnectDelay;
    }

    /** Sets the longest wait between two attempts to connect. Each wait is spread by up to a half. */
    public TuttiOptions setMaxReconnectDelay(Duration maxReconnectDelay) {
        this.maxReconnectDelay = positive(maxReconnectDelay);
        return this;
    }

    private static Duration positive(Duration delay) {
        if (delay.toMillis() < 1) {
            throw new IllegalArgumentException("a delay of " + delay + " is less than a millisecond");
        }
        return delay;
    }
}
