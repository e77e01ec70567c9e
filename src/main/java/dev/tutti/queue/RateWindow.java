package dev.tutti.queue;

import java.util.Arrays;

/**
 * The times of the last deliveries of a queue, by which it holds a rate: at most so many in any window of a length. It
 * is a sliding window log, which is exact. Its memory grows with the deliveries up to the rate.
 */
final class RateWindow {

    private static final int SMALLEST = 16;

    /** A ring of times, the oldest at {@code first}. */
    private long[] times = new long[SMALLEST];

    private int first;
    private int size;
    private int rate;
    private long per;

    RateWindow(int rate, long per) {
        this.rate = rate;
        this.per = per;
    }

    /** Holds another rate from now on. Of the deliveries before, as many count as the new rate allows. */
    void change(int newRate, long newPer) {
        rate = newRate;
        per = newPer;
        dropOldest();
    }

    private void dropOldest() {
        int over = Math.max(0, size - rate);
        first = (first + over) % times.length;
        size -= over;
    }

    /** The earliest time in milliseconds at which an item may be delivered, which may have passed. */
    long opens() {
        return size < rate ? Long.MIN_VALUE : times[first] + per;
    }

    void delivered(long now) {
        if (size == times.length && size < rate) {
            grow();
        }
        if (size == rate) {
            first = (first + 1) % times.length;
            size--;
        }
        times[(first + size) % times.length] = now;
        size++;
    }

    private void grow() {
        long[] longer = Arrays.copyOf(times, (int) Math.min(rate, 2L * times.length));
        for (int i = 0; i < size; i++) {
            longer[i] = times[(first + i) % times.length];
        }
        times = longer;
        first = 0;
    }
}
