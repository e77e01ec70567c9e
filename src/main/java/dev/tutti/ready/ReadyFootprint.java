package dev.tutti.ready;

/** The heap in bytes, as measured, that the storage of ready items takes. */
public final class ReadyFootprint {

    /** An item as an object, without its body. */
    public static final int ITEM = 120;
    /** An item whose body is dropped. */
    public static final int ID = Long.BYTES;
    /** In addition, a deque while some of its bodies are dropped. */
    public static final int DROPPED = 320;
    /** A priority that at least one ready item has. */
    public static final int PRIORITY = 180;
    /** A group that has an item ready or in flight, besides the bytes of its name; estimated, not measured. */
    public static final int GROUP = 320;
    /** A node of an {@link IdTree}, besides its references to others. */
    static final int ID_NODE = 40;

    static final int REFERENCE = 4;

    private ReadyFootprint() {}
}
