package dev.tutti.persistence;

import dev.tutti.journal.JournalBatch;
import dev.tutti.queue.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The changes that one owner commits at the end of its turn. Bound to the owner's event loop. It is closed when the
 * journal has failed, and then the stores record nothing any more.
 */
public final class TurnLog {

    /** The changes of one turn, or of a part of a long one. */
    public static final class Page {
        private final JournalBatch changes = new JournalBatch();
        private final List<Item> newcomers = new ArrayList<>();
        private final List<Item> changed = new ArrayList<>();
        private final List<Runnable> undoings = new ArrayList<>();
        private boolean awaited;

        public JournalBatch changes() {
            return changes;
        }

        /** Whether the turn's replies wait until the page is written. */
        public boolean isAwaited() {
            return awaited;
        }

        /** The page is in the journal. */
        public void written() {
            newcomers.forEach(Item::written);
            changed.forEach(Item::written);
        }

        /**
         * The page will not be written: undoes its changes and takes the items that were put in its turn out of their
         * queues. Returns the ids of these items, since deliveries of them may wait behind the page.
         */
        public Set<Long> retract() {
            undoings.forEach(Runnable::run);
            newcomers.forEach(item -> item.queue().retract(item));
            return newcomers.stream().map(Item::id).collect(Collectors.toSet());
        }
    }

    /** The bytes from which a page may go to the journal before its turn is over. */
    private static final int LONG = 1 << 20;

    /** The items of pages that nobody waits for: they are written before the next page that somebody waits for. */
    private final List<Item> behind = new ArrayList<>();

    private Page page;
    private boolean together;
    private Consumer<Page> onLong = full -> {};
    private String whyClosed;

    /** @param action takes a long page that is a part of a turn */
    public void onLong(Consumer<Page> action) {
        onLong = action;
    }

    /** Whether the changes from now on belong to one commit, so that {@link #breakPage} does nothing. */
    public void keepTogether(boolean value) {
        together = value;
    }

    /** The changes that follow need not be in one commit with those before. */
    void breakPage() {
        if (page != null && !together && page.changes.bytes() > LONG) {
            onLong.accept(take());
        }
    }

    void put(byte[] key, byte[] value) {
        page().changes.put(key, value);
        await();
    }

    void delete(byte[] key) {
        page().changes.delete(key);
        await();
    }

    void deleteRange(byte[] from, byte[] to) {
        page().changes.deleteRange(from, to);
        await();
    }

    private void await() {
        page.awaited = true;
    }

    /** Records a change as {@link #put} does, but the turn's replies do not wait for it. */
    void putUnawaited(byte[] key, byte[] value) {
        page().changes.put(key, value);
    }

    void deleteUnawaited(byte[] key) {
        page().changes.delete(key);
    }

    /** An item was put in this turn. */
    void enter(Item newcomer) {
        newcomer.recording();
        page().newcomers.add(newcomer);
    }

    /** An item that may be in the journal alone from now on was moved, or has come back, in this turn. */
    void change(Item item) {
        item.recording();
        page().changed.add(item);
    }

    /** @param action run if the page is not written */
    void undo(Runnable action) {
        page().undoings.add(action);
    }

    private Page page() {
        if (page == null) {
            page = new Page();
        }
        return page;
    }

    /** Whether changes are recorded. */
    public boolean isOpen() {
        return whyClosed == null;
    }

    /** The reason for which it was closed, or null. */
    String whyClosed() {
        return whyClosed;
    }

    /** Takes the changes since the last time, or null if there are none. */
    public Page take() {
        Page taken = page;
        page = null;
        if (taken != null && taken.awaited) {
            taken.changed.addAll(behind);
            behind.clear();
        } else if (taken != null) {
            behind.addAll(taken.changed);
            taken.changed.clear();
        }
        return taken;
    }

    public void close(String why) {
        whyClosed = why;
    }
}
