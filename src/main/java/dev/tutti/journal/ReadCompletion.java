package dev.tutti.journal;

import java.util.List;

/**
 * Receives values that were read. The method is called once, on the journal's reading thread, and must return quickly.
 */
public interface ReadCompletion {

    /**
     * @param values in the order of the keys, with null for each missing one. Those behind a failure are left out, and
     *     so are those beyond the bytes that were asked for
     * @param failure the reason for which the next value could not be read, or null
     */
    void read(List<byte[]> values, JournalException failure);
}
