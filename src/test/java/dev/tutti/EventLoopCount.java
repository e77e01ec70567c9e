package dev.tutti;

/** The number of event loops that a suite gives the server. Clients see no difference between them. */
public enum EventLoopCount {
    /** The net server and the owner of all queues share one event loop. */
    ONE(1),
    /** Connections and queues are spread over two event loops. */
    TWO(2);

    private final int instances;

    EventLoopCount(int instances) {
        this.instances = instances;
    }

    int instances() {
        return instances;
    }
}
