package dev.tutti.queue;

/**
 * The result of a submitted item in the {@link JobModel}.
 *
 * @param until the time at which it is gone
 */
record KeptResult(Job job, String outcome, long until) {

    static final String DONE = "done ";
    static final String FAILED = "failed ";

    /** Whether it has the key, so that nobody else gets it. */
    boolean hasKey(String key) {
        boolean wasWorkedOn = outcome.startsWith(DONE) || outcome.startsWith(FAILED);
        return key.equals(job.key) && !job.hasLostKey && wasWorkedOn;
    }
}
