package dev.tutti.queue;

/** The events that the parts of a queue report to the queue. */
interface QueueListener {

    /** Items may be delivered again, or a long change is over: those who wait are to be served. */
    void opened();

    /** Nobody waits any more, or a result is not kept any more: the queue may be of no use. */
    void becameIdle();

    /** Delays are over, see {@link PendingItems#endDelay}. */
    void delaysEnded();

    /** Items have expired, see {@link PendingItems#endExpired}. */
    void itemsExpired();

    /** Leases have ended, see {@link InFlightItems#takeOverdue}. */
    void leasesEnded();

    /**
     * Bodies have been read.
     *
     * @param cause of a failure, or null
     */
    void readEnded(String cause);
}
