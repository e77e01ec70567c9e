package dev.tutti.journal;

/**
 * The state of a journal.
 *
 * @param cause the reason of the failure, in one line; null unless the journal has failed
 * @param readErrors the number of reads that have failed since the start. The journal works on after them
 * @param readTrouble the last of these errors in one line; empty if there was none
 */
public record Health(State state, String cause, long readErrors, String readTrouble) {

    public enum State {
        OK,
        /** The journal works, but its disk is nearly full. */
        LOW,
        /** The journal refuses every commit until the next start. */
        FAILED
    }

    private static final Health WELL = new Health(State.OK, null);

    /** A journal without a failed read. */
    public Health(State state, String cause) {
        this(state, cause, 0, "");
    }

    /** Returns the problem in one line; null if there is none. */
    public String trouble() {
        return switch (state) {
            case OK -> null;
            case LOW -> "the disk of the journal is nearly full (producer.reserve)";
            case FAILED -> cause;
        };
    }

    static Health of(JournalException failure, boolean low, ReadErrors errors) {
        if (failure == null && !low && errors.count() == 0) {
            return WELL;
        }
        State state = failure != null ? State.FAILED : low ? State.LOW : State.OK;
        return new Health(state, failure == null ? null : failure.getMessage(), errors.count(), errors.last());
    }
}
