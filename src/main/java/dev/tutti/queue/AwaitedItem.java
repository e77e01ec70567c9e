package dev.tutti.queue;

/** An item as a client put it, and the one who awaits its end. That one is told once. */
abstract class AwaitedItem extends ItemBody {

    private PutOptions options;
    private Awaiter awaiter;

    /** @param awaiter null if nobody awaits the end */
    AwaitedItem(byte[] body, PutOptions options, Awaiter awaiter) {
        super(body);
        this.options = options;
        this.awaiter = awaiter;
    }

    public final PutOptions options() {
        return options;
    }

    final void options(PutOptions changed) {
        options = changed;
    }

    /** The item expires after so many milliseconds from its entry into the next queue on. */
    final void expireIn(long millis) {
        options = options.expiringIn(millis);
    }

    /** Another item has the key of this one. */
    final void loseKey() {
        options = options.withoutKey();
    }

    /** The item has another priority and another delay than those with which it was put. */
    final void reschedule(Long priority, long delay) {
        options = options.rescheduled(priority, delay);
    }

    @Override
    protected final Long givenPriority() {
        return options.given();
    }

    @Override
    protected final String group() {
        return options.group();
    }

    /** The receiver of the result, or null. */
    public final Awaiter awaiter() {
        return awaiter;
    }

    /** The time in milliseconds for which the result is kept, or {@link Awaiter#NOT_KEPT}. */
    public final long resultTtl() {
        return awaiter == null ? Awaiter.NOT_KEPT : awaiter.resultTtl();
    }

    /** Whether the item may outlive the server: no client waits for its result on a connection. */
    public final boolean isDurable() {
        return awaiter == null || awaiter.resultTtl() != Awaiter.NOT_KEPT;
    }

    final boolean failureIsWanted() {
        return awaiter != null && awaiter.wantsFailure();
    }

    final void await(Awaiter receiver) {
        awaiter = receiver;
    }

    /** Returns the receiver of the result, or null; from now on nobody is told. */
    final Awaiter takeAwaiter() {
        Awaiter told = awaiter;
        awaiter = null;
        return told;
    }

    /** Tells the awaiter that the item has ended in that way, without a result and without a failure. Called last. */
    final void tellCancelled(Fate why) {
        Awaiter told = takeAwaiter();
        if (told != null) {
            told.cancelled(why);
        }
    }
}
