/**
 * How often each latency occurred, to within 3 %: 32 equal classes in every power of two of nanoseconds, so that
 * recording is an addition and needs no memory.
 */
final class Histogram {

    private static final int BITS = 5;
    private static final int CLASSES = 1 << BITS;

    private final long[] counts = new long[(64 - BITS) * CLASSES];
    private long total;

    void record(long nanos) {
        counts[classOf(Math.max(nanos, 0))]++;
        total++;
    }

    private static int classOf(long nanos) {
        int shift = Math.max(0, 63 - BITS - Long.numberOfLeadingZeros(nanos | 1));
        return shift * CLASSES + (int) (nanos >> shift);
    }

    /** The middle of the class in which the given share of all latencies is reached; NaN if there is none. */
    double nanosAt(double share) {
        long wanted = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                int shift = Math.max(0, i / CLASSES - 1);
                return ((i - shift * CLASSES) + 0.5) * (1L << shift);
            }
        }
        return Double.NaN;
    }
}
