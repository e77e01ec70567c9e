package dev.tutti.ready;

import dev.tutti.waiting.IntrusiveNode;

/** An item as the storage of ready items sees it. An item is in one storage at a time. */
public abstract class ReadyItem extends IntrusiveNode {

    /** How much of an item the storage can recreate. */
    public enum Form {
        /** Nothing: somebody relies on this very object. */
        OBJECT,
        /** Everything, from the id, the priority and the body. The journal has no record of the item. */
        UNRECORDED,
        /** The record of the item is on its way to the journal. Until it is written, the object stays. */
        UNWRITTEN,
        /** Everything, from the id alone: the journal has the rest. */
        WRITTEN
    }

    /** Unique in the server, and never 0. */
    public abstract long id();

    /** Empty while only the journal has it. */
    public abstract byte[] body();

    /** Whether the body is here, in memory. Else only the journal has it. */
    public abstract boolean hasBody();

    /** Whether the body is on its way from the journal. */
    public abstract boolean isBeingRead();

    /** The position in the journal's order of the queue; 0 if the journal has no record of the item. */
    public abstract long order();

    /** The bytes that count against the memory limit while the object exists. */
    public abstract int bytes();

    /** The priority that the client asked for, or null. */
    protected abstract Long givenPriority();

    /** The group that the client asked for, or null for the empty group. */
    protected abstract String group();

    protected abstract Form form();

    /** Whether the id, the order, the priority and the body are all that the item has. */
    protected boolean isPlain() {
        return true;
    }

    /** A smaller priority is delivered first. */
    protected final long priority() {
        Long given = givenPriority();
        return given == null ? 0 : given;
    }

    /** The bytes of a reply that shows the item. */
    public final int bytesShown() {
        return body().length + ReadyFootprint.ITEM;
    }
}
