package dev.tutti.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps a copy of what enters queues, from which it may be read again; what was read is counted. */
final class RecordingStore implements QueueStore {

    private final Map<Long, RecordedItem> records = new TreeMap<>();
    private final List<Item> unwritten = new ArrayList<>();
    private final ArrayDeque<Runnable> reads = new ArrayDeque<>();
    private String readFailure;
    /** The reports of items that cannot be read. */
    final List<String> unreadable = new ArrayList<>();

    private int read;

    /** All that was told so far is on the disk. */
    void write() {
        List<Item> written = List.copyOf(unwritten);
        unwritten.clear();
        written.forEach(Item::written);
    }

    int read() {
        return read;
    }

    int size() {
        return records.size();
    }

    @Override
    public long entered(Item item) {
        return record(item);
    }

    @Override
    public long moved(Item item, long delay, long expiresIn) {
        return record(item);
    }

    private long record(Item item) {
        byte[] body = item.hasBody() ? item.body() : records.get(item.id()).body();
        records.put(
                item.id(),
                new RecordedItem(
                        item.id(),
                        item.queue().name(),
                        body,
                        item.options().given(),
                        item.options().key(),
                        item.options().group(),
                        -1,
                        0,
                        item.id(),
                        false,
                        false,
                        null,
                        null,
                        null,
                        0,
                        ItemTrace.NONE));
        item.recording();
        unwritten.add(item);
        return item.id();
    }

    @Override
    public long cameBack(Item item, long delay) {
        return item.order();
    }

    @Override
    public long due(Item item, boolean atFront, long expiresIn) {
        return item.order();
    }

    @Override
    public void ended(long id) {
        records.remove(id);
    }

    @Override
    public void ended(long firstId, long lastId) {
        for (long id = firstId; id <= lastId; id++) {
            ended(id);
        }
    }

    @Override
    public void read(ItemQueue queue, long[] ids, long maxBytes, Reading done) {
        read += ids.length;
        List<RecordedItem> found =
                new ArrayList<>(Arrays.stream(ids).mapToObj(records::get).toList());
        reads.add(() -> {
            if (readFailure != null) {
                done.failed(readFailure);
            } else {
                done.read(found);
            }
        });
    }

    /** Reads fail from now on, or no longer if that is null. */
    void failReads(String cause) {
        readFailure = cause;
    }

    /** The number of reads that have not ended. */
    int reads() {
        return reads.size();
    }

    /** Ends the first read, if there is one. */
    void endRead() {
        Runnable next = reads.poll();
        if (next != null) {
            next.run();
        }
    }

    @Override
    public void unreadable(ItemQueue queue, String cause) {
        unreadable.add(cause);
    }
}
