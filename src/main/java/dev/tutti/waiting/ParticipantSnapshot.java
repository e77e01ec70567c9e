package dev.tutti.waiting;

/**
 * A holder or waiter, as it was during the turn of the event loop that answered the query.
 *
 * @param id the participant's id
 * @param name its client's name, or empty
 * @param since when it took the thing or began to wait, in milliseconds of the owner's {@link Timers}
 * @param what its activity in the protocol's words, such as {@code acquire} or {@code get}, or how much it holds
 * @param forEver true if it waits without a timeout
 * @param detached true if it holds by a token or lease alone, so that whatever it waits for makes no deadlock
 * @param permits the number of permits that it holds or waits for; 1 for anything but a semaphore
 */
public record ParticipantSnapshot(
        long id, String name, long since, String what, boolean forEver, boolean detached, int permits) {

    /** A waiter, or a holder that holds until it is gone. */
    public ParticipantSnapshot(long id, String name, long since, String what, boolean forEver) {
        this(id, name, since, what, forEver, false, 1);
    }

    /** The same participant with so many permits. */
    public ParticipantSnapshot permits(int number) {
        return number == permits ? this : new ParticipantSnapshot(id, name, since, what, forEver, detached, number);
    }

    public static ParticipantSnapshot waiting(Participant participant, String what) {
        return new ParticipantSnapshot(
                participant.id(), participant.name(), participant.waitingSince(), what, participant.waitsForEver());
    }

    public static ParticipantSnapshot holding(Participant participant, long since, String what) {
        return new ParticipantSnapshot(participant.id(), participant.name(), since, what, false);
    }

    /** @param detached whether it holds by a token or lease alone, which the reply to WAITERS shows */
    public static ParticipantSnapshot holding(Participant participant, long since, String what, boolean detached) {
        return new ParticipantSnapshot(
                participant.id(), participant.name(), since, detached ? what + " detached" : what, false, detached, 1);
    }
}
