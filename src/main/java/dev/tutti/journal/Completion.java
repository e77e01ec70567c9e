package dev.tutti.journal;

/** Whoever awaits a commit; called once, with one of the two, and expected to return at once. */
public interface Completion {

    void committed();

    /**
     * It was not written as promised, and nothing will be until the next start. Whether that finds it is open: a failed
     * write may have reached the disk.
     */
    void failed(JournalException cause);
}
