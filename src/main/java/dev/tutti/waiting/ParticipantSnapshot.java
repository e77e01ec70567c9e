package dev.tutti.waiting;

/**
 * Somebody who holds a thing or waits for it, as of the turn in which it was asked.
 *
 * @param id the party's
 * @param name its client's name, or empty
 * @param since when it took the thing or began to wait, by the owner's {@link Timers}
 * @param what what it does, in the protocol's words: {@code acquire}, {@code get}; or how much it holds
 * @param forEver whether it waits without a timeout
 */
public record ParticipantSnapshot(long id, String name, long since, String what, boolean forEver) {

    public static ParticipantSnapshot waiting(Participant participant, String what) {
        return new ParticipantSnapshot(
                participant.id(), participant.name(), participant.waitingSince(), what, participant.waitsForEver());
    }

    public static ParticipantSnapshot holding(Participant participant, long since, String what) {
        return new ParticipantSnapshot(participant.id(), participant.name(), since, what, false);
    }
}
