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
public record Presence(long id, String name, long since, String what, boolean forEver) {

    public static Presence waiting(Party party, String what) {
        return new Presence(party.id(), party.name(), party.waitingSince(), what, party.waitsForEver());
    }

    public static Presence holding(Party party, long since, String what) {
        return new Presence(party.id(), party.name(), since, what, false);
    }
}
