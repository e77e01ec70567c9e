package dev.tutti.queue;

/** The states of an {@link Item}, and the ways between them. */
enum ItemState {
    /** In no list: the item waits for room, or is between two lists. */
    OUTSIDE,
    READY,
    DELAYED,
    IN_FLIGHT,
    /** Cancelled in flight: the holder is told once, and then the item ends. */
    CANCELLED,
    ENDED;

    /** A bit for the ordinal of each state that may follow. */
    private int next;

    static {
        OUTSIDE.next = bits(READY, DELAYED, ENDED);
        READY.next = bits(IN_FLIGHT, OUTSIDE, ENDED);
        DELAYED.next = bits(READY, OUTSIDE, ENDED);
        IN_FLIGHT.next = bits(OUTSIDE, CANCELLED, ENDED);
        CANCELLED.next = bits(ENDED);
    }

    private static int bits(ItemState... states) {
        int bits = 0;
        for (ItemState state : states) {
            bits |= 1 << state.ordinal();
        }
        return bits;
    }

    boolean leadsTo(ItemState state) {
        return (next & 1 << state.ordinal()) != 0;
    }
}
