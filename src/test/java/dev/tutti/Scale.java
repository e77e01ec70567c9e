package dev.tutti;

/** On how many event loops a suite has the server run: whatever that is, clients see the same. */
public enum Scale {
    /** The net server and the owner of all queues share one. */
    ONE_EVENT_LOOP(1),
    /** Connections, and queues, are spread over two. */
    TWO_EVENT_LOOPS(2);

    private final int instances;

    Scale(int instances) {
        this.instances = instances;
    }

    int instances() {
        return instances;
    }
}
