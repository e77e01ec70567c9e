package dev.tutti.queue;

import dev.tutti.ready.ItemSource;

/**
 * The source of the stored items of one group.
 *
 * @param options of an item of the group that has no priority
 */
record GroupSource(StoredItems all, PutOptions options) implements ItemSource<Item> {

    @Override
    public Item restore(long id, long order, Long priority, byte[] body) {
        return all.restore(id, order, options(priority), body);
    }

    @Override
    public Item restore(long id, Long priority) {
        return all.restore(id, id, options(priority), Item.inJournal());
    }

    private PutOptions options(Long priority) {
        return priority == null ? options : PutOptions.of(priority, null, options.group());
    }

    @Override
    public ItemSource<Item> inGroup(String group) {
        return all.inGroup(group);
    }

    @Override
    public int itemBytes() {
        return Footprint.ITEM + options.bytes();
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
