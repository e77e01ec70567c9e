package dev.tutti.ready;

/** Gathers ids into runs without a gap, and passes each run on from its smallest id to its largest. */
public final class IdRuns {

    /** Receives ids that follow each other. */
    public interface Run {
        void run(long first, long last);
    }

    private final Run each;
    private long first;
    private long last;

    public IdRuns(Run each) {
        this.each = each;
    }

    /** Adds an id, which may prolong a run that grows upwards or downwards. */
    void add(long id) {
        if (first > 0 && id == last + 1) {
            last = id;
        } else if (first > 0 && id == first - 1) {
            first = id;
        } else {
            end();
            first = id;
            last = id;
        }
    }

    /** Passes the last run on, if there is one. */
    public void end() {
        if (first > 0) {
            each.run(first, last);
            first = 0;
        }
    }
}
