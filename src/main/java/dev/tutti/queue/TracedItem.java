package dev.tutti.queue;

/** An item with its {@link ItemTrace}, and the memory that both take. */
abstract class TracedItem extends AwaitedItem {

    private int bytes;
    private ItemTrace trace = ItemTrace.NONE;

    TracedItem(byte[] body, PutOptions options, Awaiter awaiter, int bytes) {
        super(body, options, awaiter);
        this.bytes = bytes;
    }

    /** The bytes of the {@link MemoryLimit} that the item takes. The caller that makes an item has reserved them. */
    @Override
    public final int bytes() {
        return bytes;
    }

    /** The item takes so many bytes more, or fewer if they are negative. */
    void account(int by, MemoryLimit memory) {
        bytes += by;
        memory.take(by);
    }

    /** What the item keeps of its past. If only the journal has its body, it has the trace, too. */
    public final ItemTrace trace() {
        return trace;
    }

    final void trace(ItemTrace next, MemoryLimit memory) {
        account(replaceTrace(next), memory);
    }

    /** The trace is that of an item of the past, or of another owner. Its memory is taken already. */
    final void restoreTrace(ItemTrace known) {
        bytes += replaceTrace(known);
    }

    /** The item is on its way to another owner, which cannot tell when it was put. */
    final void keepPutTime(MemoryLimit memory) {
        long put = putAt();
        int more = put == TimeMarks.UNKNOWN ? 0 : replaceTrace(trace.putAt(put));
        bytes += more;
        memory.take(more);
    }

    /** The item has ended, and its memory is given back. */
    final void forgetTrace() {
        trace = ItemTrace.NONE;
    }

    /** Returns the bytes that the item takes more now, or fewer if they are negative. */
    private int replaceTrace(ItemTrace next) {
        int more = next.bytes() - trace.bytes();
        trace = next;
        return more;
    }

    /** The time at which the item was put, in milliseconds since 1970, or 0 if that is not known any more. */
    public final long putAt() {
        return trace.put() == TimeMarks.UNKNOWN ? putTime() : trace.put();
    }

    /** The time of the put as the queue knows it, or {@link TimeMarks#UNKNOWN}. */
    abstract long putTime();

    /** Whether the journal may have a record of the trace. */
    final boolean mayHaveTraceRecord() {
        return trace.isWorthARecord() || !hasBody();
    }

    /** An item with a trace is more than a block of packed items can keep. */
    @Override
    protected final boolean isPlain() {
        return trace == ItemTrace.NONE;
    }
}
