package dev.tutti.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What those who committed have been told, in that order, and a wait for it. Safe from any thread. */
final class RecordedCompletions {

    private static final long PATIENCE_SECONDS = 20;

    private final List<String> words = new ArrayList<>();
    private Thread teller;

    /** Says "name" when it is committed, "name: the cause" when it has failed. */
    Completion as(String name) {
        return new Completion() {
            @Override
            public void committed() {
                tell(name);
            }

            @Override
            public void failed(JournalException cause) {
                tell(name + ": " + cause.getMessage());
            }
        };
    }

    private synchronized void tell(String word) {
        words.add(word);
        teller = Thread.currentThread();
        notifyAll();
    }

    /** Waits until so much has been told in all. */
    synchronized List<String> await(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (words.size() < count && System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertThat(words).hasSizeGreaterThanOrEqualTo(count);
        return List.copyOf(words);
    }

    synchronized List<String> soFar() {
        return List.copyOf(words);
    }

    /** Who told the last one. */
    synchronized Thread teller() {
        return teller;
    }
}
