import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What the rounds of one row found. */
final class Result {

    /** A middle one, and the outermost. */
    record Spread(double median, double least, double most) {

        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    private final Row row;
    private final Map<Row.Entry, List<List<Measure>>> rounds = new LinkedHashMap<>();
    private final Map<Row.Entry, String> failures = new LinkedHashMap<>();

    private double othersShare;

    Result(Row row) {
        this.row = row;
        row.entries().forEach(entry -> rounds.put(entry, new ArrayList<>()));
    }

    Row row() {
        return row;
    }

    /** @param others the share of a core that other programs took meanwhile */
    void add(Row.Entry entry, List<Measure> measures, double others) {
        rounds.get(entry).add(measures);
        othersShare = Math.max(othersShare, others);
    }

    /** The largest of any round. */
    double othersShare() {
        return othersShare;
    }

    /** Takes an entry out, whatever it has done so far. */
    void fail(Row.Entry entry, String reason) {
        failures.put(entry, reason);
        rounds.get(entry).clear();
    }

    String failure(Row.Entry entry) {
        return failures.get(entry);
    }

    List<List<Measure>> rounds(Row.Entry entry) {
        return rounds.get(entry);
    }

    /** The names of what was measured. */
    Set<String> measured() {
        Set<String> names = new LinkedHashSet<>();
        rounds.values().forEach(entry -> entry.forEach(round -> round.forEach(measure -> names.add(measure.what()))));
        return names;
    }

    /** One measure of an entry, round by round; none if the entry failed. */
    List<Measure> of(Row.Entry entry, String what) {
        return rounds.get(entry).stream()
                .flatMap(List::stream)
                .filter(measure -> measure.what().equals(what))
                .toList();
    }

    Spread spread(Row.Entry entry, String what, ToDoubleFunction<Measure> figure) {
        return Spread.of(of(entry, what).stream().mapToDouble(figure).toArray());
    }

    /** The first entry's by the second's: of the medians, and of the rounds the least and the most; null if one failed. */
    Spread ratio(String what, ToDoubleFunction<Measure> figure) {
        if (row.entries().size() < 2) {
            return null;
        }
        List<Measure> ours = of(row.entries().get(0), what);
        List<Measure> theirs = of(row.entries().get(1), what);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return null;
        }
        double[] ratios = new double[ours.size()];
        Arrays.setAll(ratios, i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)));
        Spread each = Spread.of(ratios);
        double median = spread(row.entries().get(0), what, figure).median()
                / spread(row.entries().get(1), what, figure).median();
        return new Spread(median, each.least(), each.most());
    }
}
