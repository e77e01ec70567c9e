package dev.tutti.ready;

/**
 * The owner of stored items: it creates the object of an item again, and accounts the memory that the storage takes.
 */
public interface ItemSource<E extends ReadyItem> {

    /**
     * Creates an item that was stored without its object.
     *
     * @param order as {@link ReadyItem#order}
     * @param priority as {@link ReadyItem#givenPriority}
     */
    E restore(long id, long order, Long priority, byte[] body);

    /** Creates an item whose body only the journal has, and whose order is not known here. */
    E restore(long id, Long priority);

    /** The same source for items that are all of this group, which may be null for the empty group. */
    ItemSource<E> inGroup(String group);

    /** The {@link ReadyItem#bytes} of a restored item besides its body. */
    int itemBytes();

    /** From now on, items without bodies may be here. */
    void bodiesLeave();

    /** Accounts so many bytes more, or fewer if they are negative. */
    void takeMemory(long bytes);
}
