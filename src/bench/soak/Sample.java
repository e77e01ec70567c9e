import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The state of the process at a time.
 *
 * @param heap after a collection, in KiB
 * @param resident all memory of the process, in KiB
 */
record Sample(double minute, long heap, long resident, long threads, long files, long waiters, long queues) {

    static final String TITLE = "minute  heap/KiB   RSS/KiB threads files waiters queues";

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%6.1f %9d %9d %7d %5d %7d %6d",
                minute,
                heap,
                resident,
                threads,
                files,
                waiters,
                queues);
    }

    /** The medians of some samples. */
    static Sample median(List<Sample> samples) {
        return new Sample(
                samples.get(samples.size() / 2).minute,
                median(samples, Sample::heap),
                median(samples, Sample::resident),
                median(samples, Sample::threads),
                median(samples, Sample::files),
                median(samples, Sample::waiters),
                median(samples, Sample::queues));
    }

    private static long median(List<Sample> samples, ToLongFunction<Sample> value) {
        return samples.stream()
                .sorted(Comparator.comparingLong(value))
                .mapToLong(value)
                .skip(samples.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    /** Tells in what this sample is larger than an earlier one by more than a tenth and a little. */
    void compare(Sample earlier, Ledger ledger) {
        compare("heap", earlier.heap, heap, 4 << 10, ledger);
        compare("resident memory", earlier.resident, resident, 16 << 10, ledger);
        compare("threads", earlier.threads, threads, 4, ledger);
        compare("files", earlier.files, files, 10, ledger);
        compare("waiters", earlier.waiters, waiters, 10, ledger);
        compare("queues", earlier.queues, queues, 10, ledger);
    }

    private static void compare(String what, long earlier, long later, long little, Ledger ledger) {
        if (later > earlier + earlier / 10 + little) {
            ledger.violation(what + " grew from " + earlier + " to " + later);
        }
    }
}
