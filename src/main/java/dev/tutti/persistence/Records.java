package dev.tutti.persistence;

import dev.tutti.journal.Journal;
import dev.tutti.queue.ItemTrace;
import dev.tutti.queue.QueueStore.Reading;
import dev.tutti.queue.QueueStore.TraceReading;
import dev.tutti.queue.RecordedItem;
import dev.tutti.queue.RecordedItem.HeldLease;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes items of the records that each has in the journal. */
final class Records {

    /** The number of records that an item may have. */
    private static final int PARTS = 3;

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
            if (values.size() < PARTS && failure != null) {
                done.failed(failure.getMessage());
            } else {
                tell(what, ids, values, done);
            }
        });
    }

    /** Reads the traces of the items with these ids in the same way. */
    void readTraces(String what, long[] ids, TraceReading done) {
        List<byte[]> keys = Arrays.stream(ids).mapToObj(Keys::trace).toList();
        journal.read(what, keys, Long.MAX_VALUE, (values, failure) -> {
            if (failure != null) {
                done.failed(failure.getMessage());
            } else {
                tell(what, values, done);
            }
        });
    }

    private void tell(String what, List<byte[]> values, TraceReading done) {
        List<ItemTrace> traces;
        try {
            traces = values.stream()
                    .map(value -> value == null ? ItemTrace.NONE : TraceRecord.decode(value))
                    .toList();
        } catch (RuntimeException e) {
            unreadable(what, e.toString());
            done.failed(e.toString());
            return;
        }
        done.read(traces);
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
        List<byte[]> keys = new ArrayList<>(PARTS * ids.length);
        for (long id : ids) {
            keys.add(Keys.item(id));
            keys.add(Keys.state(id));
            keys.add(Keys.trace(id));
        }
        return keys;
    }

    /** The items of these values, as many as are complete, with null for each that has no record. */
    private List<RecordedItem> decode(long[] ids, List<byte[]> values) {
        List<RecordedItem> items = new ArrayList<>(values.size() / PARTS);
        long now = clock.millis();
        for (int i = 0; i < values.size() / PARTS; i++) {
            byte[] item = values.get(PARTS * i);
            byte[] state = values.get(PARTS * i + 1);
            byte[] trace = values.get(PARTS * i + 2);
            items.add(
                    item == null
                            ? null
                            : recorded(
                                    ids[i],
                                    ItemRecord.decode(item),
                                    state == null ? null : ItemStateRecord.decode(state),
                                    trace == null ? ItemTrace.NONE : TraceRecord.decode(trace),
                                    now));
        }
        return items;
    }

    /**
     * The item that these records describe.
     *
     * @param state null if nothing has happened to it
     * @param now the time in milliseconds since 1970
     */
    static RecordedItem recorded(long id, ItemRecord item, ItemStateRecord state, ItemTrace trace, long now) {
        if (state == null) {
            return new RecordedItem(
                    id,
                    item.queue(),
                    item.body(),
                    item.priority(),
                    item.key(),
                    item.group(),
                    item.ttl(),
                    0,
                    id,
                    false,
                    false,
                    millisTo(item.due(), item.delay(), now),
                    millisTo(item.expires(), item.lifetime(), now),
                    null,
                    item.put(),
                    trace);
        }
        Long left = millisTo(state.due(), state.length(), now);
        return new RecordedItem(
                id,
                state.queue(),
                item.body(),
                state.priority() == null ? item.priority() : state.priority(),
                item.key(),
                item.group(),
                item.ttl(),
                state.attempts(),
                state.order(),
                state.inFlight(),
                !state.toEnd(),
                state.isDetached() ? null : left,
                millisTo(state.expires(), state.lifetime(), now),
                state.isDetached() ? new HeldLease(state.length(), left, heldFor(state, now)) : null,
                item.put(),
                trace);
    }

    /** The milliseconds since the lease began. Without a record of that, since it was renewed last. */
    private static long heldFor(ItemStateRecord state, long now) {
        long began = state.since() == Fields.NEVER ? state.due() - state.length() : state.since();
        return Math.max(0, now - began);
    }

    /** Never more than the whole length, which is 0 if it is not known: the clock may have been set back meanwhile. */
    private static Long millisTo(long due, long length, long now) {
        if (due == Fields.NEVER) {
            return null;
        }
        return length == 0 ? due - now : Math.min(due - now, length);
    }
}
