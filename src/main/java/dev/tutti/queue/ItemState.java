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

    boolean leadsTo(ItemState next) {
        return switch (this) {
            case OUTSIDE -> next == READY || next == DELAYED || next == ENDED;
            case READY -> next == IN_FLIGHT || next == OUTSIDE || next == ENDED;
            case DELAYED -> next == READY || next == OUTSIDE || next == ENDED;
            case IN_FLIGHT -> next == OUTSIDE || next == CANCELLED || next == ENDED;
            case CANCELLED -> next == ENDED;
            case ENDED -> false;
        };
    }
}
