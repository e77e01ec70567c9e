package dev.tutti.persistence;

import dev.tutti.journal.Journal;
import dev.tutti.queue.QueueStore.Reading;
import dev.tutti.queue.RecordedItem;
import dev.tutti.queue.RecordedItem.HeldLease;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Makes items of the two records that each has in the journal. */
final class Records {

    private final Journal journal;
    private final Clock clock;

    Records(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Reads the item with that id, which must be in the journal, at once. */
    RecordedItem readNow(long id) {
        RecordedItem item = decode(new long[] {id}, journal.getAll(keys(id))).get(0);
        if (item == null) {
            throw new IllegalStateException("item " + id + " is not in the journal");
        }
        return item;
    }

    /**
     * Reads the items with these ids. The outcome is told on the journal's reading thread.
     *
     * @param what names them in the log
     */
    void read(String what, long[] ids, long maxBytes, Reading done) {
        journal.read(what, keys(ids), maxBytes, (values, failure) -> {
            if (values.size() < 2 && failure != null) {
                done.failed(failure.getMessage());
            } else {
                tell(what, ids, values, done);
            }
        });
    }

    private void tell(String what, long[] ids, List<byte[]> values, Reading done) {
        List<RecordedItem> items;
        try {
            items = decode(ids, values);
        } catch (RuntimeException e) {
            unreadable(what, e.toString());
            done.failed(e.toString());
            return;
        }
        done.read(items);
    }

    void unreadable(String what, String cause) {
        journal.unreadable(what, cause);
    }

    private static List<byte[]> keys(long... ids) {
        List<byte[]> keys = new ArrayList<>(2 * ids.length);
        for (long id : ids) {
            keys.add(Keys.item(id));
            keys.add(Keys.state(id));
        }
        return keys;
    }

    /** The items of these values, as many as are complete, with null for each that has no record. */
    private List<RecordedItem> decode(long[] ids, List<byte[]> values) {
        List<RecordedItem> items = new ArrayList<>(values.size() / 2);
        long now = clock.millis();
        for (int i = 0; i < values.size() / 2; i++) {
            byte[] item = values.get(2 * i);
            byte[] state = values.get(2 * i + 1);
            items.add(
                    item == null
                            ? null
                            : recorded(
                                    ids[i],
                                    ItemRecord.decode(item),
                                    state == null ? null : ItemStateRecord.decode(state),
                                    now));
        }
        return items;
    }

    /**
     * The item that both records describe.
     *
     * @param state null if nothing has happened to it
     * @param now the time in milliseconds since 1970
     */
    static RecordedItem recorded(long id, ItemRecord item, ItemStateRecord state, long now) {
        if (state == null) {
            return new RecordedItem(
                    id,
                    item.queue(),
                    item.body(),
                    item.priority(),
                    item.key(),
                    item.ttl(),
                    0,
                    id,
                    false,
                    false,
                    millisTo(item.due(), item.delay(), now),
                    millisTo(item.expires(), item.lifetime(), now),
                    null);
        }
        Long left = millisTo(state.due(), state.length(), now);
        return new RecordedItem(
                id,
                state.queue(),
                item.body(),
                item.priority(),
                item.key(),
                item.ttl(),
                state.attempts(),
                state.order(),
                state.inFlight(),
                true,
                state.isDetached() || state.expires() ? null : left,
                state.expires() ? left : null,
                state.isDetached() ? new HeldLease(state.length(), left) : null);
    }

    /** Never more than the whole length, which is 0 if it is not known: the clock may have been set back meanwhile. */
    private static Long millisTo(long due, long length, long now) {
        if (due == Fields.NEVER) {
            return null;
        }
        return length == 0 ? due - now : Math.min(due - now, length);
    }
}
