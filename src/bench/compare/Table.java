import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A row's result as a person reads it. */
final class Table {

    /** What other programs may take of a core. */
    private static final double RELIABLE = 0.1;

    private static final String HEADING = String.format(
            "  %-13s %-14s %15s  %-27s %8s %10s %10s %7s %7s %8s%n",
            "", "", "median", "spread", "CPU/op", "p50", "p99", "client", "server", "ceiling");

    private Table() {}

    /** @param first whether it needs a heading: the points of one chart have one in common */
    static String of(Result result, boolean first) {
        StringBuilder text = new StringBuilder();
        Row row = result.row();
        if (first) {
            String name = row.group().isEmpty() ? row.name() : row.group();
            text.append(String.format("%n%s: %s%n", name, row.title())).append(HEADING);
        }
        for (String what : result.measured()) {
            for (Row.Entry entry : row.entries()) {
                if (result.failure(entry) == null) {
                    text.append(line(result, entry, what));
                }
            }
            ratios(result, what).forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
        }
        for (Row.Entry entry : row.entries()) {
            if (result.failure(entry) != null) {
                text.append(String.format("  %-13s %s%n", entry.name(), result.failure(entry)));
            }
        }
        if (result.othersShare() > RELIABLE) {
            text.append(String.format(
                    "  Not to be relied on: other programs took up to %s of a core meanwhile.%n",
                    percent(result.othersShare())));
        }
        return text.toString();
    }

    private static String line(Result result, Row.Entry entry, String what) {
        String unit = result.of(entry, what).get(0).unit();
        Result.Spread value = result.spread(entry, what, Measure::value);
        return String.format(
                "  %-13s %-14s %15s  %-27s %8s %10s %10s %7s %7s %8s%n",
                Double.isNaN(result.row().x())
                        ? what
                        : String.format(Locale.ROOT, "%,.0f", result.row().x()),
                entry.name(),
                number(value.median()) + unit,
                number(value.least()) + " .. " + number(value.most()),
                micros(result.spread(entry, what, Measure::cpuMicros).median()),
                micros(result.spread(entry, what, Measure::p50Micros).median()),
                micros(result.spread(entry, what, Measure::p99Micros).median()),
                percent(result.spread(entry, what, Measure::clientShare).median()),
                percent(result.spread(entry, what, Measure::serverShare).median()),
                ceiling(result, entry, what, value.median()));
    }

    /** Which part of what the third entry reaches, which does no work; near 100 % a figure tells nothing of the server. */
    private static String ceiling(Result result, Row.Entry entry, String what, double median) {
        List<Row.Entry> entries = result.row().entries();
        boolean isTime = result.row().isToBeSmall(what);
        boolean doesLess = isTime && entry == entries.get(1);
        if (entries.size() < 3 || entry == entries.get(2) || doesLess || result.failure(entries.get(2)) != null) {
            return "";
        }
        double best = result.spread(entries.get(2), what, Measure::value).median();
        return percent(isTime ? best / median : median / best);
    }

    /** What the first entry's figures are to the second's, and what they were to be. */
    static List<String> ratios(Result result, String what) {
        List<String> lines = new ArrayList<>();
        Result.Spread values = result.ratio(what, Measure::value);
        if (values == null || !result.row().group().isEmpty()) {
            return lines;
        }
        lines.add(ratio(result, what, false, values));
        Result.Spread cpu = result.ratio(what, Measure::cpuMicros);
        if (!Double.isNaN(cpu.median())) {
            lines.add(ratio(result, what, true, cpu));
        }
        return lines;
    }

    private static String ratio(Result result, String what, boolean ofCpu, Result.Spread ratio) {
        List<Row.Entry> entries = result.row().entries();
        Row.Goal goal = result.row().goal(what, ofCpu);
        String verdict = goal == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", goal %s %.2f: %s",
                        goal.atLeast() ? "at least" : "at most",
                        goal.limit(),
                        goal.isReachedBy(ratio.median()) ? "reached" : "MISSED");
        return String.format(
                Locale.ROOT,
                "%-13s %s : %s %s%.2f (%.2f .. %.2f)%s",
                what,
                entries.get(0).name(),
                entries.get(1).name(),
                ofCpu ? "in CPU/op " : "",
                ratio.median(),
                ratio.least(),
                ratio.most(),
                verdict);
    }

    /** Three digits at least, and none behind the point where there are more. */
    static String number(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    private static String micros(double micros) {
        if (Double.isNaN(micros)) {
            return "";
        }
        return micros < 1000 ? number(micros) + " us" : number(micros / 1000) + " ms";
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
