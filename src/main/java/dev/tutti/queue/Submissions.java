package dev.tutti.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The submitted items of one queue by id: those under way, and the results that are kept. */
public final class Submissions {

    private final QueueContext context;
    private final Runnable onForget;
    private final Map<Long, Submission> byId = new HashMap<>();

    /** @param onForget told when a result has been forgotten */
    Submissions(QueueContext context, Runnable onForget) {
        this.context = context;
        this.onForget = onForget;
    }

    void add(Submission submission) {
        submission.home = this;
        byId.put(submission.item().id, submission);
    }

    /** What was submitted under that id and has not ended, or is kept still; or null. */
    public Submission find(long id) {
        return byId.get(id);
    }

    /** Its item goes elsewhere. */
    void remove(Submission submission) {
        submission.home = null;
        byId.remove(submission.item().id);
    }

    /** It has ended: its result is kept for as long as was asked for. */
    void keep(Submission submission) {
        keep(submission, submission.ttl());
        context.store().kept(submission);
    }

    /** Takes one in that has ended already, and is to be kept for so long. */
    void restore(Submission submission, long millis) {
        add(submission);
        keep(submission, millis);
    }

    private void keep(Submission submission, long millis) {
        context.memory().take(submission.bytes());
        submission.expiry = context.timers().after(millis, () -> submission.home.expired(submission));
    }

    private void expired(Submission submission) {
        forget(submission);
        onForget.run();
    }

    /** Takes those of a queue of which nothing else is left, and which another of its name replaces. */
    void takeOver(Submissions kept) {
        byId.putAll(kept.byId);
        kept.byId.clear();
        byId.values().forEach(submission -> submission.home = this);
    }

    private void forget(Submission submission) {
        remove(submission);
        if (submission.hasEnded()) {
            context.timers().cancel(submission.expiry);
            context.memory().release(submission.bytes());
            context.store().forgotten(submission);
        }
    }

    /** Forgets all; those that were under way are cancelled for whoever awaits them. */
    void cancelAll() {
        List<Submission> all = new ArrayList<>(byId.values());
        all.forEach(this::forget);
        all.stream().filter(submission -> !submission.hasEnded()).forEach(Submission::cancelled);
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }
}
