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
 * Growing numbers, none of which is given out twice, even over restarts. The journal has a mark that is always ahead of
 * them, and the next start goes on from that mark. A server that was killed leaves a gap, and one that was stopped does
 * not. Safe for use from any thread.
 */
public final class Numbers implements LongSupplier {

    private static final Logger log = LoggerFactory.getLogger(Numbers.class);
    /** The distance of a new mark. Half of it is more than is given out while the journal writes the next mark. */
    private static final long AHEAD = 1 << 24;
    /** The numbers below the mark that are kept for callers who have been accepted and wait for one. */
    private static final long PROMISED = AHEAD / 4;

    private final Journal journal;
    private final byte[] key;
    private final AtomicLong last;
    private volatile long renewAt;
    /** The mark that is written: the next start gives out no number up to here. */
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
     * The ids of items, which begin with 1. Blocks until the first mark is written.
     *
     * @throws JournalException if the journal cannot write the mark
     */
    public static Numbers itemIds(Journal journal) {
        return new Numbers(journal, "items", 0);
    }

    /**
     * The tokens of locks and permits. A guarded resource can refuse an old holder because tokens grow, even over
     * restarts without a journal: they count on from the wall clock at the start, in microseconds since 1970. Without a
     * journal this holds as long as the server gives out less than a million tokens a second and the clock is not set
     * back. Blocks until the first mark is written.
     *
     * @throws JournalException if the journal cannot write the mark
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
     * Whether new callers must be refused, because the journal has failed or is slow and few numbers are left below the
     * mark. The next start might give out a number beyond the mark again.
     */
    public boolean areScarce() {
        return last.get() > marked - PROMISED;
    }

    /**
     * To be called when no more numbers are given out. The next start goes on with the next number, or behind a gap if
     * the journal has failed.
     */
    public void close() {
        journal.write(mark(last.get()));
    }

    private JournalBatch mark(long mark) {
        return new JournalBatch()
                .put(key, Fields.record(Long.BYTES).putLong(mark).array());
    }
}
