package dev.tutti.sync;

import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Decision;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Wait;
import java.util.ArrayList;
import java.util.List;

/**
 * An ACQUIREALL that waits: for all its locks, or for those of this owner. It stands in the line of each lock and holds
 * none before it takes all, in one turn.
 *
 * <p>While it cannot go on, others overtake it at those of its locks that are free. So that it does not starve, it
 * sometimes blocks the lines: then nobody behind it gets any of its locks. It blocks for as long as it has let others
 * by before, and each time longer than the last time. So it is served in the end if holders release, and the others are
 * held up for half of its time at most. It first blocks after a short time, or sooner if it has been overtaken often.
 * Only the oldest ACQUIREALL in a line blocks it, and only if it is the oldest in the lines of all its locks: so two of
 * them never block each other.
 *
 * <p>A part of an ACQUIREALL of several owners takes nothing by itself. It reports when it can go on. Then it is told
 * to keep its locks for a moment, until all owners have answered: they are kept for nobody to see, since commands about
 * them wait at a gate.
 */
final class JointAcquire implements Wait {

    /** Hears of a wait. */
    interface Listener {
        /** All locks are held. */
        void granted(List<Grant> grants);

        /** To a part: its locks can be had now. Said once before each {@link Decision#CLAIM}. */
        default void ready() {}

        /** To a part: the answer to {@link Decision#CLAIM}. */
        default void claimed(boolean isKept) {}

        /** To a part: the wait ended without the locks, not by a call of this class's methods. */
        default void over() {}
    }

    /** The place in the line of one lock. */
    final class Place implements AsyncSemaphore.Claim {
        private final Grant grant;
        private Wait inLine;

        private Place(Grant grant) {
            this.grant = grant;
        }

        JointAcquire joint() {
            return JointAcquire.this;
        }

        private AsyncLock lock() {
            return (AsyncLock) grant.from();
        }

        void inLine(Wait wait) {
            inLine = wait;
        }

        Wait inLine() {
            return inLine;
        }

        @Override
        public Grant grant() {
            return grant;
        }

        @Override
        public long since() {
            return since;
        }
    }

    /** The milliseconds until it blocks for the first time. */
    private static final long FIRST_TURN = 250;
    /** The number of times that it is overtaken before it blocks even sooner. */
    private static final int OVERTAKINGS = 10;

    private static final long LONGEST_TURN = 3_600_000;

    private final GrantContext context;
    private final List<Place> places = new ArrayList<>();
    private final long ticket;
    private final long since;
    private final boolean isPart;
    private final Listener listener;
    private final Gate gate = new Gate();
    /** The number of its locks in whose lines it is the oldest. */
    private int leads;

    private boolean blocks;
    private boolean hasBlocked;
    private int overtakings;
    private long turn = FIRST_TURN;
    private Deadline turnEnd;

    private boolean claimed;
    private boolean saidReady;
    private boolean givenUp;

    /**
     * @param grants to be held, of locks that differ
     * @param ticket its age, for the lower of two is the older one; unique among all owners
     * @param isPart whether other owners have locks of the same ACQUIREALL
     */
    JointAcquire(List<Grant> grants, long ticket, boolean isPart, GrantContext context, Listener listener) {
        this.context = context;
        this.ticket = ticket;
        this.isPart = isPart;
        this.listener = listener;
        this.since = context.timers().now();
        grants.forEach(grant -> places.add(new Place(grant)));
    }

    long ticket() {
        return ticket;
    }

    Gate gate() {
        return gate;
    }

    /** Begins to wait. A part that is older than one that blocks a line lets others by there. */
    void begin() {
        List<JointAcquire> displaced = new ArrayList<>();
        for (Place place : places) {
            JointAcquire younger = place.lock().join(place);
            if (younger != null) {
                displaced.add(younger);
            }
        }
        turnEnd = context.timers().after(turn, this::block);
        if (isPart) {
            serveLines().run();
            displaced.forEach(younger -> younger.serveLines().run());
        }
    }

    // ---- the lines

    /** Its place among the oldest in lines has changed by so many. */
    void leads(int change) {
        leads += change;
    }

    /** Whether nobody behind it gets any of its locks. */
    boolean isBlocking() {
        return blocks && leads == places.size();
    }

    /** Somebody has got one of its locks before it. */
    void overtaken() {
        overtakings++;
        if (overtakings >= OVERTAKINGS && !hasBlocked) {
            block();
        }
    }

    private void block() {
        context.timers().cancel(turnEnd);
        blocks = true;
        hasBlocked = true;
        turnEnd = context.timers().after(turn, this::letOthersBy);
    }

    private void letOthersBy() {
        blocks = false;
        turnEnd = context.timers().after(turn, this::block);
        turn = Math.min(2 * turn, LONGEST_TURN);
        serveLines().run();
    }

    /** Whether it takes its locks now. A part does not, but says that it could. */
    boolean isServedNow() {
        if (claimed || !canTakeAll()) {
            return false;
        }
        if (isPart && !saidReady) {
            saidReady = true;
            listener.ready();
        }
        return !isPart;
    }

    private boolean canTakeAll() {
        for (Place place : places) {
            if (!place.lock().isFreeFor(this)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes all locks, in the order of the command.
     *
     * @return the callback, to be run when all changes are made
     */
    Runnable takeAll() {
        leaveLines();
        List<Grant> grants = new ArrayList<>(places.size());
        for (Place place : places) {
            place.lock().give(place.grant);
            grants.add(place.grant);
        }
        return () -> listener.granted(grants);
    }

    private void leaveLines() {
        context.timers().cancel(turnEnd);
        places.forEach(place -> place.lock().leave(place));
    }

    /** Serves the lines of all its locks. */
    private Runnable serveLines() {
        List<Runnable> callbacks = new ArrayList<>();
        places.forEach(place -> place.lock().serveSoon());
        for (Place place : places) {
            callbacks.add(place.lock().serve());
        }
        return () -> callbacks.forEach(Runnable::run);
    }

    // ---- the wait

    @Override
    public int lines() {
        return places.size();
    }

    @Override
    public boolean isBrief() {
        return claimed;
    }

    @Override
    public boolean giveUp() {
        givenUp = true;
        if (!claimed) {
            withdraw();
        }
        return !claimed;
    }

    @Override
    public void withdraw() {
        keep(false);
        leaveLines();
        Runnable callbacks = serveLines();
        places.forEach(place -> place.lock().changed());
        callbacks.run();
        gate.open();
    }

    // ---- a part among several owners

    @Override
    public void decide(Decision decision) {
        switch (decision) {
            case CLAIM -> claim();
            case COMMIT -> commit();
            case UNCLAIM -> unclaim();
            case GIVE_UP -> {
                withdraw();
                listener.over();
            }
        }
    }

    private void claim() {
        boolean can = canTakeAll();
        if (can) {
            keep(true);
            gate.shut();
        }
        saidReady = can;
        listener.claimed(can);
    }

    private void commit() {
        keep(false);
        takeAll().run();
        gate.open();
    }

    private void unclaim() {
        if (givenUp) {
            withdraw();
            listener.over();
            return;
        }
        keep(false);
        serveLines().run();
        gate.open();
    }

    /** Its locks may be kept for another one, which is left alone. */
    private void keep(boolean claim) {
        if (claimed == claim) {
            return;
        }
        claimed = claim;
        places.forEach(place -> place.lock().keepFor(claim ? this : null));
    }
}
