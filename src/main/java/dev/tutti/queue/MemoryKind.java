package dev.tutti.queue;

/** Kinds of things besides the items and results of queues that take memory of the {@link MemoryLimit}. */
public enum MemoryKind {
    QUEUES("the names and settings of queues"),
    LOCKS("locks and permits"),
    EVENTS("set events, broken barriers and detached locks"),
    SCHEDULES("schedules");

    private final String words;

    MemoryKind(String words) {
        this.words = words;
    }

    /** As a text names all of them. */
    String words() {
        return words;
    }
}
