package dev.tutti.net;

import java.util.concurrent.TimeUnit;

/** Since when a connection has been there, and when it last sent something. */
final class Activity {

    private final long openedNanos = System.nanoTime();
    private long lastNanos = openedNanos;

    void touch() {
        lastNanos = System.nanoTime();
    }

    long idleMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
    }

    String describe() {
        long age = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - openedNanos);
        return " age=" + age + " idle=" + idleMillis() / 1000;
    }
}
