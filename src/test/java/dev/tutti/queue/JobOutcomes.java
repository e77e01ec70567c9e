package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;

/** What the clients of the {@link JobModel} that wait must hear, besides those that get items or room. */
final class JobOutcomes {

    /** In this step. */
    private final List<String> told = new ArrayList<>();
    /** The number of all results. */
    private int results;

    /** An item has ended: if it was submitted, its result is kept, and those who await it are told. */
    void keep(Job job, String outcome, long now) {
        if (job.isSubmitted() && !job.hasResult) {
            job.hasResult = true;
            job.queue.kept.put(job.id, new KeptResult(job, outcome, now + job.ttl));
            job.awaiting.forEach(name -> told.add(name + " " + outcome));
            results++;
        }
    }

    /** If the result is kept, it is kept for so much longer. */
    void extend(Job job, long millis) {
        job.queue.kept.computeIfPresent(
                job.id, (id, kept) -> new KeptResult(job, kept.outcome(), kept.until() + millis));
    }

    /** Nobody can put into the queue any more. */
    void refusePutters(JobQueue queue) {
        queue.putters.forEach(putter -> told.add(putter.name() + " shut down"));
        queue.putters.clear();
    }

    List<String> told() {
        return told;
    }

    int results() {
        return results;
    }

    void endStep() {
        told.clear();
    }
}
