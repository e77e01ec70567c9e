package dev.tutti.bus;

/** Every address on the event bus: the one place that builds them. */
public final class Addresses {

    private Addresses() {}

    /** Where the owner of a share of the queues takes {@link Requests}. */
    public static String producer(int instance) {
        return "tutti.producer." + instance;
    }

    /** Where it takes the {@link Replies} to what it asked other owners of queues. */
    public static String producerReplies(int instance) {
        return "tutti.producer." + instance + ".replies";
    }

    /** Where the owner of a share of the events, locks and their kin takes {@link Requests}. */
    public static String sync(int instance) {
        return "tutti.sync." + instance;
    }

    /** Where it takes the {@link Replies} to what it asked its like. */
    public static String syncReplies(int instance) {
        return "tutti.sync." + instance + ".replies";
    }

    /** Where a net server takes {@link Requests} about its connections. */
    public static String server(int instance) {
        return "tutti.server." + instance;
    }

    /** Where a net server takes the {@link Replies} to what its connections asked. */
    public static String serverReplies(int instance) {
        return "tutti.server." + instance + ".replies";
    }

    /** Where a consumer takes the {@link Replies} to what it asked. */
    public static String consumerReplies(int consumer, int instance) {
        return "tutti.consumer." + consumer + "." + instance + ".replies";
    }
}
