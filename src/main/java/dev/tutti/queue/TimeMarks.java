package dev.tutti.queue;

import java.util.Arrays;

/**
 * The times at which growing numbers were given out, such as the ids of items. A number costs nothing by itself: only
 * the first one of each millisecond is kept, and {@value #MOST} of these at most. When there are more, old ones make
 * room: the time of a number is then too early, by at most three thousandths of its age.
 */
final class TimeMarks {

    /** The time of a number that was given out before all that are known. */
    static final long UNKNOWN = 0;

    static final int MOST = 1 << 15;

    private static final int SMALLEST = 16;
    /** A mark goes if it is less than this part of its age behind the one before it. */
    private static final int PRECISION = 1_000;

    private long[] numbers = new long[SMALLEST];
    private long[] times = new long[SMALLEST];
    private int size;

    /** A number was given out at this time. One that is smaller than an earlier one is ignored. */
    void add(long number, long time) {
        if (size > 0 && (times[size - 1] == time || number <= numbers[size - 1])) {
            return;
        }
        if (size == MOST) {
            thin(time);
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
        }
        numbers[size] = number;
        times[size] = time;
        size++;
    }

    /** Removes the marks that tell little. */
    private void thin(long now) {
        int kept = 1;
        for (int i = 1; i < size; i++) {
            if (Math.abs(times[i] - times[kept - 1]) * PRECISION > now - times[i]) {
                numbers[kept] = numbers[i];
                times[kept] = times[i];
                kept++;
            }
        }
        size = kept;
        if (size > MOST - MOST / PRECISION) { // the clock was set to and fro: the oldest go
            size = MOST / 2;
            System.arraycopy(numbers, MOST / 2, numbers, 0, size);
            System.arraycopy(times, MOST / 2, times, 0, size);
        }
    }

    /** The time at which the number was given out, or {@link #UNKNOWN}. */
    long of(long number) {
        if (size == 0 || number < numbers[0]) {
            return UNKNOWN;
        }
        if (number >= numbers[size - 1]) {
            return times[size - 1];
        }
        int place = Arrays.binarySearch(numbers, 0, size, number);
        return times[place >= 0 ? place : -place - 2];
    }

    int size() {
        return size;
    }
}
