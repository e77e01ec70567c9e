import dev.tutti.proof.HoldHistory.Hold;

/** Acquires locks, says again and again that it holds them, and releases them or breaks off. */
final class Locker extends Client {

    private static final int LOCKS = 2;
    private static final int PAUSE_MILLIS = 10;
    private static final int LEASE_MILLIS = 10_000;
    private static final int DETACHED_LEASE_MILLIS = 1500;

    private final boolean isDetached;

    /** @param isDetached whether the locks outlive the connection */
    Locker(String name, long seed, Cluster cluster, Histories histories, boolean isDetached) {
        super(name, seed, cluster, histories);
        this.isDetached = isDetached;
    }

    @Override
    void act() throws Broken, InterruptedException {
        String lock = (isDetached ? "detached" : "lock") + dice(LOCKS);
        String lease = isDetached ? DETACHED_LEASE_MILLIS + " DETACHED" : String.valueOf(LEASE_MILLIS);
        Answer answer = ask("LOCK ACQUIRE " + lock + " TIMEOUT 300 LEASE " + lease);
        if (answer.reply() instanceof Long token) {
            Hold hold = histories.holds.granted(lock, token, answer.sent(), answer.read());
            if (isDetached) {
                histories.holds.leased(hold, answer.sent(), DETACHED_LEASE_MILLIS);
            }
            use(hold);
        }
        pause(PAUSE_MILLIS);
    }

    private void use(Hold hold) throws Broken, InterruptedException {
        for (int uses = dice(6); uses > 0; uses--) {
            pause(PAUSE_MILLIS);
            if (!touch(hold)) {
                return;
            }
        }
        if (dice(20) == 0) {
            disconnect();
        }
        if (isConnected() || isDetached && dice(4) > 0) {
            release(hold);
        }
    }

    /** Returns whether the lock is held still. */
    private boolean touch(Hold hold) throws Broken {
        Answer answer = ask("LOCK TOUCH " + hold.lock() + " " + hold.token());
        if (answer.isFromFollower()) {
            return isDetached;
        }
        if (answer.isRefused()) {
            histories.holds.lost(hold, answer.read());
        } else if (isDetached) {
            histories.holds.leased(hold, answer.sent(), DETACHED_LEASE_MILLIS);
        } else {
            histories.holds.used(hold, answer.sent());
        }
        return !answer.isRefused();
    }

    private void release(Hold hold) throws Broken {
        long now = System.nanoTime();
        histories.holds.releasing(hold, now);
        Answer answer = ask("LOCK RELEASE " + hold.lock() + " " + hold.token());
        if (!answer.isRefused()) {
            histories.holds.used(hold, now);
        }
    }
}
