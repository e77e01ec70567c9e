package dev.tutti.journal;

/** Is told of each group of commits that is written together. */
@FunctionalInterface
public interface CommitListener {

    CommitListener NONE = (commits, bytes, nanos) -> {};

    /**
     * Called on the journal's thread.
     *
     * @param commits the number of commits of the group that change anything
     * @param nanos the time that it took to write the group, with its sync if it was synced
     */
    void written(int commits, long bytes, long nanos);
}
