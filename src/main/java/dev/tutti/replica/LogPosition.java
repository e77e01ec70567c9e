package dev.tutti.replica;

/**
 * The place of an entry in the log. No two entries of a log that were ever committed have the same index.
 *
 * @param term the term of the leader that proposed the entry
 * @param index the number of the entry, from 0 on, without gaps
 */
public record LogPosition(long term, long index) {

    /** The position of a state to which no entry has been applied. */
    public static final LogPosition NONE = new LogPosition(0, -1);

    public boolean isBehind(LogPosition other) {
        return index < other.index;
    }
}
