package dev.tutti.journal;

/**
 * The state of a journal.
 *
 * @param cause the reason of the failure, in one line; null unless the journal has failed
 */
public record Health(State state, String cause) {

    public enum State {
        OK,
        /** The journal works, but its disk is nearly full. */
        LOW,
        /** The journal refuses every commit until the next start. */
        FAILED
    }

    private static final Health WELL = new Health(State.OK, null);
    private static final Health NEARLY_FULL = new Health(State.LOW, null);

    /** Returns the problem in one line; null if there is none. */
    public String trouble() {
        return switch (state) {
            case OK -> null;
            case LOW -> "the disk of the journal is nearly full (producer.reserve)";
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
