package dev.tutti.config;

import java.util.Map;

/**
 * The TCP server: its address and the limits of a connection. Times are in milliseconds, with 0 for none. Sizes are in
 * bytes.
 *
 * @param password null if no client needs one
 * @param users those with passwords of their own, by name
 */
public record ServerConfig(
        String host,
        int port,
        int instances,
        int maxConnections,
        int maxItemSize,
        int maxCommandSize,
        int maxPipeline,
        long maxOutput,
        int maxWaiters,
        long maxInputMemory,
        long maxOutputMemory,
        long runTimeoutMillis,
        long closeGraceMillis,
        long drainTimeoutMillis,
        long heldWarningMillis,
        long slowCommandMillis,
        long deadlockTimeoutMillis,
        long idleTimeoutMillis,
        long helloTimeoutMillis,
        long tcpKeepAliveMillis,
        String password,
        Map<String, User> users,
        boolean protectedMode,
        TlsConfig tls) {

    static final String[] KEYS = {
        "host",
        "port",
        "instances",
        "maxConnections",
        "maxItemSize",
        "maxCommandSize",
        "maxPipeline",
        "maxOutput",
        "maxWaiters",
        "maxInputMemory",
        "maxOutputMemory",
        "runTimeout",
        "closeGrace",
        "drainTimeout",
        "heldWarning",
        "slowCommand",
        "deadlockTimeout",
        "idleTimeout",
        "helloTimeout",
        "tcpKeepAlive",
        "password",
        "users",
        "protectedMode",
        "tls"
    };
    /** The largest percentage of the heap for the input or the output of all connections. */
    private static final int LARGEST_PERCENTAGE = 90;

    /** The most bytes of items in one reply, however large the heap is. */
    private static final long MOST_REPLY_ITEMS = 32 << 20;
    /** The items of one reply take one part in so many of {@code maxOutputMemory} at most. */
    private static final int REPLY_PARTS = 4;

    private static final int MILLION = 1_000_000;
    private static final long LARGEST_ITEM = 512L << 20;
    private static final long LARGEST_COMMAND = 1L << 30;
    private static final long LARGEST_BUFFER = 1L << 40;

    static ServerConfig from(String path, Object value) {
        Section section = new Section(path, value, KEYS);
        ServerConfig server = new ServerConfig(
                section.host("host"),
                section.integer("port", 8888, 0, 65_535),
                section.integer("instances", 1, 1, 256),
                section.integer("maxConnections", 10_000, 1, MILLION),
                (int) section.bytes("maxItemSize", "1MiB", 1, LARGEST_ITEM),
                (int) section.bytes("maxCommandSize", "64MiB", 1, LARGEST_COMMAND),
                section.integer("maxPipeline", 10_000, 1, MILLION),
                section.bytes("maxOutput", "64MiB", 1, LARGEST_BUFFER),
                section.integer("maxWaiters", 100_000, 1, 100 * MILLION),
                section.heapShare("maxInputMemory", "25%", LARGEST_PERCENTAGE),
                section.heapShare("maxOutputMemory", "12%", LARGEST_PERCENTAGE),
                section.millis("runTimeout", "60s"),
                section.millis("closeGrace", "5s"),
                section.millis("drainTimeout", "10s"),
                section.millis("heldWarning", "10m"),
                section.millis("slowCommand", "10ms"),
                section.millis("deadlockTimeout", "1s"),
                section.millis("idleTimeout", "0s"),
                section.millis("helloTimeout", "10s"),
                section.millis("tcpKeepAlive", "5m"),
                SecretValue.read(section, "password"),
                UserConfig.all(section, "users"),
                section.flag("protectedMode", true),
                section.isNull("tls") ? null : TlsConfig.from(section.path("tls"), section.value("tls")));
        server.refuseLessThanAnItem(section, "maxCommandSize", server.maxCommandSize);
        server.refuseLessThanAnItem(section, "maxOutput", server.maxOutput);
        server.refuseLessThanAnItem(section, "maxInputMemory", server.maxInputMemory);
        server.refuseLessThanAnItem(section, "maxOutputMemory", server.maxOutputMemory);
        return server;
    }

    /** The most bytes of items in one reply, and in the replies of one transaction, unless it is a single item. */
    public long maxReplyItems() {
        return Math.min(MOST_REPLY_ITEMS, maxOutputMemory / REPLY_PARTS);
    }

    private void refuseLessThanAnItem(Section section, String key, long size) {
        if (size < maxItemSize) {
            throw new ConfigurationException(section.path(key) + ": \"" + Units.size(size) + "\" is less than "
                    + section.path("maxItemSize") + ", \"" + Units.size(maxItemSize) + "\", expected at least that");
        }
    }

    /** Leaves the passwords out, so that they cannot reach a log. */
    @Override
    public String toString() {
        return "ServerConfig[" + host + ":" + port + ", instances=" + instances + "]";
    }
}
