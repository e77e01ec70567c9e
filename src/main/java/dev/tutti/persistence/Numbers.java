package dev.tutti.persistence;

import dev.tutti.journal.Completion;
import dev.tutti.journal.Journal;
import dev.tutti.journal.JournalBatch;
import dev.tutti.journal.JournalException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Growing numbers, none of which is given out twice, over restarts too: the journal has a mark that is always ahead of
 * them, from which the next start goes on. So a server that was killed leaves a gap, and one that was stopped does not.
 * Safe from any thread.
 */
public final class Numbers implements LongSupplier {

    private static final Logger log = LoggerFactory.getLogger(Numbers.class);
    /** Half of them are more than are given out while the journal writes the next mark. */
    private static final long AHEAD = 1 << 24;
    /** So many are left for those who have been told already that they will get one. */
    private static final long PROMISED = AHEAD / 4;

    private final Journal journal;
    private final byte[] key;
    private final AtomicLong last;
    private volatile long renewAt;
    /** Up to here the next start knows that they may have been given out. */
    private volatile long marked;

    private Numbers(Journal journal, String name, long before) {
        this.journal = journal;
        this.key = Keys.numbers(name);
        byte[] mark = journal.get(key);
        long found = mark == null ? 0 : Fields.read(mark).getLong();
        this.last = new AtomicLong(Math.max(before, found));
        this.renewAt = Long.MAX_VALUE;
        this.marked = Long.MAX_VALUE;
        if (journal.isDurable()) {
            awaitFirstMark();
        }
    }

    private void awaitFirstMark() {
        long first = last.get();
        CompletableFuture<Void> written = new CompletableFuture<>();
        journal.commit(mark(first + AHEAD), new Completion() {
            @Override
            public void committed() {
                written.complete(null);
            }

            @Override
            public void failed(JournalException cause) {
                written.completeExceptionally(cause);
            }
        });
        try {
            written.join();
        } catch (CompletionException e) {
            throw (JournalException) e.getCause();
        }
        marked = first + AHEAD;
        renewAt = first + AHEAD / 2;
    }

    /**
     * The ids of items, which begin with 1. Returns when the first of them may be shown.
     *
     * @throws JournalException if the journal cannot write that
     */
    public static Numbers itemIds(Journal journal) {
        return new Numbers(journal, "items", 0);
    }

    /**
     * The tokens of locks and permits: so that who guards a thing can refuse an old holder, they grow even over restarts
     * without a journal. They count on from the wall clock at the start, in microseconds since 1970: no other clock goes
     * on while no server runs. Without a journal that holds as long as a server gives out less than a million tokens a
     * second, and nobody sets the clock back. Returns when the first of them may be shown.
     *
     * @throws JournalException if the journal cannot write that
     */
    public static Numbers fencingTokens(Journal journal, Clock clock) {
        return new Numbers(journal, "tokens", ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    }

    @Override
    public long getAsLong() {
        long next = last.incrementAndGet();
        if (next >= renewAt) {
            renew(next);
        }
        return next;
    }

    private synchronized void renew(long next) {
        if (next >= renewAt) {
            renewAt = next + AHEAD / 2;
            journal.commit(mark(next + AHEAD), new Completion() {
                @Override
                public void committed() {
                    marked = next + AHEAD;
                }

                @Override
                public void failed(JournalException cause) {
                    log.warn("{} more numbers may be given out, and then none: {}", marked - next, cause.getMessage());
                }
            });
        }
    }

    /**
     * Whether so few are left below the mark, since the journal has failed or takes its time, that whoever comes for one
     * must be refused: what is shown beyond the mark might be given out again by the next start.
     */
    public boolean areScarce() {
        return last.get() > marked - PROMISED;
    }

    /**
     * To be called when no more are given out: the next start goes on with the next one, or behind a gap if the journal
     * has failed.
     */
    public void close() {
        journal.write(mark(last.get()));
    }

    private JournalBatch mark(long mark) {
        return new JournalBatch()
                .put(key, Fields.record(Long.BYTES).putLong(mark).array());
    }
}
