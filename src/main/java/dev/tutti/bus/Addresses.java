package dev.tutti.bus;

/** Builds every address on the event bus. */
public final class Addresses {

    private Addresses() {}

    /** The address of an owner for its queues, which takes {@link Requests}. */
    public static String producer(int instance) {
        return "tutti.producer." + instance;
    }

    /** The address at which an owner takes the {@link Replies} of its peers about queues. */
    public static String producerReplies(int instance) {
        return "tutti.producer." + instance + ".replies";
    }

    /** The address of an owner for its events, locks and other primitives, which takes {@link Requests}. */
    public static String sync(int instance) {
        return "tutti.sync." + instance;
    }

    /** The address at which an owner takes the {@link Replies} of its peers about primitives. */
    public static String syncReplies(int instance) {
        return "tutti.sync." + instance + ".replies";
    }

    /** The address of a net server, which takes {@link Requests} about its connections. */
    public static String server(int instance) {
        return "tutti.server." + instance;
    }

    /** The address at which a net server takes the {@link Replies} to its connections. */
    public static String serverReplies(int instance) {
        return "tutti.server." + instance + ".replies";
    }

    /** The address at which the HTTP server takes the {@link Replies} to its questions. */
    public static String metricsReplies() {
        return "tutti.metrics.replies";
    }

    /** The address at which a consumer takes {@link Replies}. */
    public static String consumerReplies(int consumer, int instance) {
        return "tutti.consumer." + consumer + "." + instance + ".replies";
    }
}
