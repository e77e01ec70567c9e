package dev.tutti.journal;

/** Receives the outcome of a commit. One of the two methods is called once, and must return quickly. */
public interface Completion {

    void committed();

    /**
     * The commit was not written as promised, and every later one will fail until the next start. That start may find
     * the commit or not, since a failed write may have reached the disk.
     */
    void failed(JournalException cause);
}
