package dev.tutti.journal;

/**
 * How a journal stands.
 *
 * @param cause why it has failed, in one line; null unless it has
 */
public record Health(State state, String cause) {

    public enum State {
        OK,
        /** Works, but the disk is nearly full. */
        LOW,
        /** Takes nothing any more. */
        FAILED
    }

    static Health of(JournalException failure, boolean low) {
        if (failure != null) {
            return new Health(State.FAILED, failure.getMessage());
        }
        return new Health(low ? State.LOW : State.OK, null);
    }
}
