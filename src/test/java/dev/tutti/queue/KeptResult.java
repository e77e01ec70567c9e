package dev.tutti.queue;

/**
 * The result of a submitted item in the {@link JobModel}.
 *
 * @param until the time at which it is gone
 */
record KeptResult(Job job, String outcome, long until) {

    static final String CANCELLED = "cancelled";

    /** Whether it has the key, so that nobody else gets it. */
    boolean hasKey(String key) {
        return key.equals(job.key) && !job.hasLostKey && !outcome.equals(CANCELLED);
    }
}
