package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What clients do with the results of submitted items of a {@link JobScene}. Each action says what it was. */
final class JobResultActions {

    private final JobScene jobs;

    JobResultActions(JobScene jobs) {
        this.jobs = jobs;
    }

    String await() {
        Job job = jobs.any(jobs.model.all(one -> one.isSubmitted() && !one.hasResult));
        if (job == null || !jobs.waits.areFew()) {
            return "no result to await";
        }
        jobs.waits.await(job, jobs.actual(job.queue).items().submission(job.id));
        return "awaits " + job.id;
    }

    /** One that awaits a result does so no longer, or an item that has a result is cancelled in vain. */
    String leave() {
        Job job = jobs.any(jobs.model.all(one -> !one.awaiting.isEmpty() && !one.hasResult));
        if (job == null) {
            return cancelInVain();
        }
        jobs.waits.awaitNoMore(job, jobs.any(job.awaiting));
        return "awaits " + job.id + " no longer";
    }

    private String cancelInVain() {
        JobQueue queue = jobs.anyQueue();
        KeptResult result = jobs.any(List.copyOf(queue.kept.values()));
        if (result == null || queue.jobs.containsKey(result.job().id)) {
            return "no result";
        }
        WorkQueue actual = jobs.actual(queue);
        assertThat(actual.cancel(actual.items().find(result.job().id))).isFalse();
        return "cancelled " + result.job().id + " in vain";
    }
}
