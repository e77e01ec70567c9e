package dev.tutti.persistence;

import dev.tutti.journal.JournalBatch;
import dev.tutti.queue.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What one owner has to write down at the end of its turn. Bound to its event loop. Once the journal has failed they are
 * closed, and nothing is taken down any more.
 */
public final class TurnLog {

    /** The notes of one turn. */
    public static final class Page {
        private final JournalBatch changes = new JournalBatch();
        private final List<Item> newcomers = new ArrayList<>();
        private final List<Item> moved = new ArrayList<>();
        private final List<Runnable> undoings = new ArrayList<>();
        private boolean awaited;

        public JournalBatch changes() {
            return changes;
        }

        /** Whether the replies of the turn wait until it is written. */
        public boolean isAwaited() {
            return awaited;
        }

        /** It is in the journal. */
        public void written() {
            newcomers.forEach(Item::written);
            moved.forEach(Item::written);
        }

        /**
         * It has not been written. Whoever put items in that turn is told so, and nobody gets them; gives the ids of
         * those that somebody has got in the meantime, and must not be shown.
         */
        public Set<Long> retract() {
            undoings.forEach(Runnable::run);
            newcomers.forEach(item -> item.queue().retract(item));
            return newcomers.stream().map(Item::id).collect(Collectors.toSet());
        }
    }

    /** A longer page goes to the journal before its turn is over, where it may. */
    private static final int LONG = 1 << 20;

    private Page page;
    private Consumer<Page> onLong = full -> {};
    private String whyClosed;

    /** @param action what to do with a page that is long already, and part of a turn */
    public void onLong(Consumer<Page> action) {
        onLong = action;
    }

    /** What comes next need not be in the same commit as what was noted before. */
    void breakPage() {
        if (page != null && page.changes.bytes() > LONG) {
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

    /** As {@link #put}, but the turn's replies do not wait for it. */
    void putUnawaited(byte[] key, byte[] value) {
        page().changes.put(key, value);
    }

    void deleteUnawaited(byte[] key) {
        page().changes.delete(key);
    }

    /** The item has come in this turn. */
    void enter(Item newcomer) {
        page().newcomers.add(newcomer);
    }

    /** The item has changed its place in this turn. */
    void move(Item item) {
        page().moved.add(item);
    }

    /** What is done if what was noted is not written. */
    void undo(Runnable action) {
        page().undoings.add(action);
    }

    private Page page() {
        if (page == null) {
            page = new Page();
        }
        return page;
    }

    /** Whether anything is taken down. */
    public boolean isOpen() {
        return whyClosed == null;
    }

    /** Why they are closed, or null. */
    String whyClosed() {
        return whyClosed;
    }

    /** What was taken down since the last time, or null if that is nothing. */
    public Page take() {
        Page taken = page;
        page = null;
        return taken;
    }

    public void close(String why) {
        whyClosed = why;
    }
}
