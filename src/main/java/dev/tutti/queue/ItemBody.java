package dev.tutti.queue;

import dev.tutti.ready.ReadyItem;

/** The body of an item. It is in memory, or only the journal has it, or it is on its way from there, or it is gone. */
abstract class ItemBody extends ReadyItem {

    private static final byte[] GONE = {};
    private static final byte[] IN_JOURNAL = {};
    private static final byte[] BEING_READ = {};

    private byte[] body;

    ItemBody(byte[] body) {
        this.body = body;
    }

    /** In place of a body that only the journal has. */
    static byte[] inJournal() {
        return IN_JOURNAL;
    }

    /** Empty once the item has ended, and while only the journal has the body. */
    @Override
    public final byte[] body() {
        return body;
    }

    @Override
    public final boolean hasBody() {
        return body != IN_JOURNAL && body != BEING_READ;
    }

    @Override
    public final boolean isBeingRead() {
        return body == BEING_READ;
    }

    final void beginRead() {
        body = BEING_READ;
    }

    /** Nobody waits for the body any more. */
    final void endRead() {
        body = isBeingRead() ? IN_JOURNAL : body;
    }

    /** The body has come. */
    final void read(byte[] read) {
        body = read;
    }

    /** The item has ended. */
    final void forgetBody() {
        body = GONE;
    }
}
