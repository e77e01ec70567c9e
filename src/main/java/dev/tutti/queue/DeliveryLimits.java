package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Timers;

/** The limits of a queue's deliveries: a pause, the number in flight, and the rate. */
final class DeliveryLimits {

    /** The limits of a queue that has none, and is not paused. Never changed. */
    static final DeliveryLimits NONE = new DeliveryLimits(null, null);

    private final Timers timers;
    private final QueueListener listener;
    private int concurrency;
    /** Null without a rate. */
    private RateWindow rate;
    /** When the rate allows the next delivery; null while nobody waits for it. */
    private Deadline opens;

    private boolean paused;
    /** The end of the pause; null without a pause, and if it has no end. */
    private Deadline resumes;

    /** @param listener is told when items may be delivered again because time has passed */
    DeliveryLimits(Timers timers, QueueListener listener) {
        this.timers = timers;
        this.listener = listener;
    }

    /** Whether these settings limit the deliveries. */
    static boolean limits(QueueConfig config) {
        return config.concurrency() > 0 || config.rate() > 0;
    }

    void change(QueueConfig config) {
        concurrency = config.concurrency();
        if (config.rate() == 0) {
            rate = null;
        } else if (rate == null) {
            rate = new RateWindow(config.rate(), config.ratePerMillis());
        } else {
            rate.change(config.rate(), config.ratePerMillis());
        }
        timers.cancel(opens);
        opens = null;
    }

    /** Whether an item may be delivered now, while so many are in flight. */
    boolean allow(int inFlight) {
        return !paused && (concurrency == 0 || inFlight < concurrency) && isRateOpen();
    }

    private boolean isRateOpen() {
        return rate == null || rate.opens() <= timers.now();
    }

    /** To be called when a getter waits. If the rate allows no delivery now, the queue is called when it does. */
    void awaitOpening() {
        if (opens == null && !isRateOpen()) {
            opens = timers.after(rate.opens() - timers.now(), () -> {
                opens = null;
                listener.opened();
            });
        }
    }

    void delivered() {
        if (rate != null) {
            rate.delivered(timers.now());
        }
    }

    // ---- pause

    /** @param onEnd is called when the pause ends by itself, after so many milliseconds; 0 is never */
    void pause(long millis, Runnable onEnd) {
        resume();
        paused = true;
        if (millis > 0) {
            resumes = timers.after(millis, () -> {
                resume();
                onEnd.run();
            });
        }
    }

    void resume() {
        if (paused) {
            paused = false;
            timers.cancel(resumes);
            resumes = null;
        }
    }

    boolean isPaused() {
        return paused;
    }

    /** The milliseconds after which the pause ends by itself, 0 if it does not. */
    long pauseLeft() {
        return resumes == null ? 0 : Math.max(1, resumes.time() - timers.now());
    }

    /** The queue ends. */
    void stop() {
        if (this != NONE) {
            resume();
            timers.cancel(opens);
            opens = null;
        }
    }
}
