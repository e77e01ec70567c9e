package dev.tutti.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The wrong passwords of the last minute, by the address that they came from. From an address of too many of them,
 * every further try is answered late. Remembers a bounded number of addresses. Thread-safe.
 */
final class PasswordFailures {

    private static final int MAX_ADDRESSES = 10_000;
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** So many failures from one address within a minute slow nothing. */
    private static final int FREE_FAILURES = 10;

    private static final long MILLIS_PER_FAILURE = 100;
    private static final long MAX_DELAY_MILLIS = 5000;

    private static final class Count {
        private final long sinceNanos;
        private int failures;

        private Count(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    private final LongSupplier nanos;
    private final Map<String, Count> byAddress = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    /** @param nanos the clock: {@link System#nanoTime} */
    PasswordFailures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void failed(String address) {
        current(address).failures++;
    }

    /** The milliseconds by which the next answer to this address is late: 0, or 1 to 5 seconds. */
    synchronized long delayMillis(String address) {
        if (!byAddress.containsKey(address)) {
            return 0;
        }
        int failures = current(address).failures;
        return failures < FREE_FAILURES ? 0 : Math.min(MAX_DELAY_MILLIS, MILLIS_PER_FAILURE * failures);
    }

    private Count current(String address) {
        Count count = byAddress.get(address);
        if (count == null || nanos.getAsLong() - count.sinceNanos > PERIOD_NANOS) {
            byAddress.remove(address);
            count = new Count(nanos.getAsLong());
            byAddress.put(address, count);
        }
        return count;
    }
}
