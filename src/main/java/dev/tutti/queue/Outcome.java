package dev.tutti.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

/** How a submission ended, as INSPECT shows it. */
final class Outcome implements Awaiter {

    private ItemView.State state = ItemView.State.CANCELLED;
    private ItemTrace trace = ItemTrace.NONE;

    private Outcome() {}

    static Outcome of(Submission ended) {
        Outcome outcome = new Outcome();
        ended.tell(outcome);
        return outcome;
    }

    ItemView.State state() {
        return state;
    }

    /** Has the message of a failure, or tells why the item ended without a result if no client cancelled it. */
    ItemTrace trace() {
        return trace;
    }

    @Override
    public boolean wantsFailure() {
        return true;
    }

    @Override
    public void done(byte[] result) {
        state = ItemView.State.DONE;
    }

    @Override
    public void failed(byte[] message) {
        state = ItemView.State.FAILED;
        trace = ItemTrace.NONE.failed(message);
    }

    @Override
    public void cancelled(Fate why) {
        state = ItemView.State.CANCELLED;
        trace = why == Fate.CANCELLED
                ? ItemTrace.NONE
                : ItemTrace.NONE.failed(why.words().getBytes(UTF_8));
    }
}
