package dev.tutti.queue;

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

    /** Has the message of a failure. */
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
    public void cancelled() {
        state = ItemView.State.CANCELLED;
    }
}
