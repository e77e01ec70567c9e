package dev.tutti.waiting;

/** Whoever waits for something or holds it, as a person is told of it. */
public interface Participant {

    /** That of a connection is positive; a part of a GATHER has a negative one of its own. */
    long id();

    /** Its client's name, or empty. */
    String name();

    /** Since when it waits, by the clock of its owner's {@link Timers}; of no meaning while it does not wait. */
    long waitingSince();

    /** Whether it is a consumer of this process that waits for work, which is nobody's command. */
    boolean isIdle();

    /** Whether its wait has no end but what it waits for. */
    boolean waitsForEver();
}
