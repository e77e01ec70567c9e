package dev.tutti.ready;

import dev.tutti.ready.ReadyItem.Form;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A queue and its journal, as a storage sees them: makes items, and counts the items read and the memory taken. */
final class StoredItems implements ItemSource<StoredItem> {

    private final Map<Long, StoredItem> journal = new HashMap<>();
    /** The ids of the items that were read, in order. */
    final List<Long> readBack = new ArrayList<>();

    /** Whether items may lack their bodies. */
    boolean lack;

    long memory;
    long lastId;

    @Override
    public StoredItem restore(long id, long order, Long priority, byte[] body) {
        return restore(id, order, priority, null, body);
    }

    @Override
    public StoredItem restore(long id, Long priority) {
        return restore(id, id, priority, null, null);
    }

    private static StoredItem restore(long id, long order, Long priority, String group, byte[] body) {
        return new StoredItem(id, order, priority, group, body, order == 0 ? Form.UNRECORDED : Form.WRITTEN);
    }

    @Override
    public ItemSource<StoredItem> inGroup(String group) {
        return new InGroup(this, group);
    }

    private record InGroup(StoredItems all, String group) implements ItemSource<StoredItem> {

        @Override
        public StoredItem restore(long id, long order, Long priority, byte[] body) {
            return StoredItems.restore(id, order, priority, group, body);
        }

        @Override
        public StoredItem restore(long id, Long priority) {
            return StoredItems.restore(id, id, priority, group, null);
        }

        @Override
        public ItemSource<StoredItem> inGroup(String other) {
            return all.inGroup(other);
        }

        @Override
        public int itemBytes() {
            return all.itemBytes();
        }

        @Override
        public void bodiesLeave() {
            all.bodiesLeave();
        }

        @Override
        public void takeMemory(long bytes) {
            all.takeMemory(bytes);
        }
    }

    @Override
    public int itemBytes() {
        return ReadyFootprint.ITEM;
    }

    @Override
    public void bodiesLeave() {
        lack = true;
    }

    StoredItem recorded(long id) {
        return journal.get(id);
    }

    /** Reads the bodies of these items. */
    void read(List<StoredItem> items) {
        for (StoredItem item : items) {
            readBack.add(item.id());
            item.body(journal.get(item.id()).body());
            memory += item.body().length;
        }
    }

    @Override
    public void takeMemory(long bytes) {
        memory += bytes;
    }

    StoredItem item(Form form) {
        return item(form, "body " + (lastId + 1), null);
    }

    StoredItem item(Form form, String body, Long priority) {
        lastId++;
        boolean isRecorded = form == Form.WRITTEN || form == Form.UNWRITTEN;
        StoredItem item =
                new StoredItem(lastId, isRecorded ? lastId : 0, priority, body.getBytes(StandardCharsets.UTF_8), form);
        if (isRecorded) {
            journal.put(lastId, item);
        }
        return item;
    }

    /** One of those that may be in a queue, most of which can be packed. */
    StoredItem any(Random random) {
        Form form = Form.values()[random.nextInt(4)];
        return switch (random.nextInt(40)) {
            case 0, 1, 2 -> item(form);
            case 3 -> item(form, "long ".repeat(200), null);
            case 4 -> item(form, "urgent", 1L);
            case 5, 6 -> item(Form.WRITTEN);
            default -> item(Form.UNRECORDED);
        };
    }
}
