package dev.tutti;

import dev.tutti.journal.Health;
import dev.tutti.journal.Journal;
import dev.tutti.replica.Lease;
import dev.tutti.replica.Replica;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lead of this node, from its election on: the service, and the lease that allows its replies to leave. A thread of
 * its own renews the lease, so that a busy event loop does not lose it.
 */
final class Lead {

    private static final Logger log = LoggerFactory.getLogger(Lead.class);
    private static final int RENEWALS_PER_TIMEOUT = 4;

    private final long term;
    private final Service service;
    private final Lease lease;
    private final Runnable onLost;
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(Lead::thread);
    private Future<?> started;
    private Future<?> ended;

    /** @param onLost called when the lead has to end, from any thread, and perhaps more than once */
    Lead(long term, Service service, Duration electionTimeout, Replica replica, Runnable onLost) {
        this.term = term;
        this.service = service;
        this.onLost = onLost;
        this.lease = new Lease(electionTimeout, System::nanoTime);
        long nanos = electionTimeout.toNanos() / RENEWALS_PER_TIMEOUT;
        renewals.scheduleAtFixedRate(() -> renew(replica), 0, nanos, TimeUnit.NANOSECONDS);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "tutti-lease");
        thread.setDaemon(true);
        return thread;
    }

    private void renew(Replica replica) {
        try {
            lease.renew(replica, term).exceptionally(failure -> {
                log.debug("the lead in term {} is not confirmed: {}", term, failure.toString());
                return null;
            });
        } catch (RuntimeException e) {
            log.warn("the lead in term {} cannot be confirmed", term, e);
        }
        if (lease.state() == Lease.State.LOST) {
            onLost.run();
        }
    }

    long term() {
        return term;
    }

    Lease lease() {
        return lease;
    }

    Service service() {
        return service;
    }

    /** Starts the service with that journal. Fails at its next step if the lead is lost meanwhile. */
    Future<?> start(Callable<Journal> journal) {
        started = service.start(
                journal, () -> isLost() ? Future.failedFuture("the lead has ended") : Future.succeededFuture());
        return started;
    }

    /** No reply leaves any more. Safe to call from any thread. */
    void lose() {
        lease.giveUp();
        onLost.run();
    }

    /** Whether the lead has to end, or has ended. Safe to call from any thread. */
    boolean isLost() {
        return lease.state() == Lease.State.LOST;
    }

    /** Whether a commit could not be acknowledged, and may be carried out all the same. */
    boolean hasFailedJournal() {
        Journal journal = service.journal();
        return journal != null && journal.health().state() == Health.State.FAILED;
    }

    /** Ends the service, behind its start. A second call has no effect. */
    Future<?> end() {
        if (ended == null) {
            lease.giveUp();
            renewals.shutdownNow();
            ended = started.transform(start -> service.end());
        }
        return ended;
    }

    boolean isEnding() {
        return ended != null;
    }
}
