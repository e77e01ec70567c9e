package dev.tutti.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps a copy of what enters queues, from which it may be read again; what was read is counted. */
final class RecordingStore implements QueueStore {

    private final Map<Long, RecordedItem> records = new TreeMap<>();
    private final List<Item> unwritten = new ArrayList<>();
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
    public long moved(Item item) {
        return record(item);
    }

    private long record(Item item) {
        records.put(
                item.id(),
                new RecordedItem(
                        item.id(),
                        item.queue().name(),
                        item.body(),
                        item.options().given(),
                        -1,
                        0,
                        item.id(),
                        false,
                        false,
                        null,
                        null));
        item.recording();
        unwritten.add(item);
        return item.id();
    }

    @Override
    public long cameBack(Item item, long delay) {
        return item.order();
    }

    @Override
    public long due(Item item, boolean atFront) {
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
    public List<RecordedItem> read(long[] ids) {
        read += ids.length;
        return Arrays.stream(ids).mapToObj(records::get).toList();
    }
}
