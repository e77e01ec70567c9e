package dev.tutti.queue;

/** Kinds of things besides queues that take memory of the {@link MemoryLimit}. */
public enum MemoryKind {
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
