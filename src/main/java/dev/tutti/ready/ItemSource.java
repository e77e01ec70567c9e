package dev.tutti.ready;

import java.util.List;

/** The owner of stored items: it creates the object of an item again, and accounts the memory that the storage takes. */
public interface ItemSource<E extends ReadyItem> {

    /**
     * Creates an item that was stored without its object.
     *
     * @param order as {@link ReadyItem#order}
     * @param priority as {@link ReadyItem#givenPriority}
     */
    E restore(long id, long order, Long priority, byte[] body);

    /**
     * Reads items from the journal, which has all of them, in the order of their ids here. The call may read from the
     * disk. A reader that works ahead can ask {@link ItemBlock#missing} for the ids before the items are due.
     */
    List<E> read(long[] ids);

    /** Accounts so many bytes more, or fewer if they are negative. */
    void takeMemory(long bytes);
}
