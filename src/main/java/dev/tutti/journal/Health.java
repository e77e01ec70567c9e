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

    private static final Health WELL = new Health(State.OK, null);
    private static final Health NEARLY_FULL = new Health(State.LOW, null);

    /** What is wrong, in one line; null if nothing is. */
    public String trouble() {
        return switch (state) {
            case OK -> null;
            case LOW -> "the disk of the journal is nearly full";
            case FAILED -> cause;
        };
    }

    static Health of(JournalException failure, boolean low) {
        if (failure != null) {
            return new Health(State.FAILED, failure.getMessage());
        }
        return low ? NEARLY_FULL : WELL;
    }
}
