package dev.tutti.persistence;

import dev.tutti.journal.Journal;
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

    /** Reads the items with these ids, all of which must be in the journal. */
    List<RecordedItem> read(long[] ids) {
        List<byte[]> keys = new ArrayList<>(2 * ids.length);
        for (long id : ids) {
            keys.add(Keys.item(id));
            keys.add(Keys.state(id));
        }
        List<byte[]> found = journal.getAll(keys);
        List<RecordedItem> items = new ArrayList<>(ids.length);
        long now = clock.millis();
        for (int i = 0; i < ids.length; i++) {
            byte[] item = found.get(2 * i);
            if (item == null) {
                throw new IllegalStateException("item " + ids[i] + " is not in the journal");
            }
            byte[] state = found.get(2 * i + 1);
            items.add(recorded(
                    ids[i], ItemRecord.decode(item), state == null ? null : ItemStateRecord.decode(state), now));
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
                    item.ttl(),
                    0,
                    id,
                    false,
                    false,
                    millisTo(item.due(), item.delay(), now),
                    null);
        }
        Long left = millisTo(state.due(), state.length(), now);
        return new RecordedItem(
                id,
                state.queue(),
                item.body(),
                item.priority(),
                item.ttl(),
                state.attempts(),
                state.order(),
                state.inFlight(),
                true,
                state.isDetached() ? null : left,
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
