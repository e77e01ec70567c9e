package dev.tutti.net;

import java.util.concurrent.TimeUnit;

/** The times at which a connection was accepted and last sent something, and the number of bytes that it sent. */
final class Activity {

    private final long openedNanos = System.nanoTime();
    private long lastNanos = openedNanos;
    private long bytes;
    private long delayedMillis;

    /** The client has just sent something. */
    void touch() {
        lastNanos = System.nanoTime();
    }

    /** The client has just sent this many bytes. */
    void received(int sent) {
        bytes += sent;
    }

    /** The number of bytes that the client has sent so far. */
    long bytes() {
        return bytes;
    }

    /** The server answers a password so much later than it could. */
    void delayed(long millis) {
        delayedMillis += millis;
    }

    /** The milliseconds of all delays since the last call. */
    long takeDelayedMillis() {
        long taken = delayedMillis;
        delayedMillis = 0;
        return taken;
    }

    long idleMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
    }

    /** The two fields of CLIENT LIST, in seconds. */
    String describe() {
        long age = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - openedNanos);
        return " age=" + age + " idle=" + idleMillis() / 1000;
    }
}
