import java.util.ArrayList;
import java.util.List;

/**
 * One comparison: the same work for each entry, in turns. The first entry is compared with the second; a third, if
 * there is one, is the ceiling.
 *
 * @param x where it stands in the chart of its group, NaN if it has none
 */
record Row(String name, String group, double x, String title, List<Entry> entries, List<Goal> goals) {

    /** @param spec the server to be kept for it, or null if the trial starts its own */
    record Entry(String name, Spec spec, Trial trial) {}

    /** What the ratio of a measure's value, or of its processor time, is to be. */
    record Goal(String what, boolean ofCpu, boolean atLeast, double limit) {

        boolean isReachedBy(double ratio) {
            return atLeast ? ratio >= limit : ratio <= limit;
        }
    }

    static Row of(String name, String title, Entry... entries) {
        return new Row(name, "", Double.NaN, title, List.of(entries), List.of());
    }

    /** A point of a chart: what it costs when there are so many. */
    static Row point(String group, long count, String title, Entry... entries) {
        return new Row(group + "-" + count, group, count, title, List.of(entries), List.of());
    }

    Row atLeast(String what, double limit) {
        return with(new Goal(what, false, true, limit));
    }

    Row atMost(String what, double limit) {
        return with(new Goal(what, false, false, limit));
    }

    Row cpuAtMost(String what, double limit) {
        return with(new Goal(what, true, false, limit));
    }

    /** What a measure's value, or its processor time, is to come to; null if that is open. */
    Goal goal(String what, boolean ofCpu) {
        return goals.stream()
                .filter(goal -> goal.ofCpu == ofCpu && goal.what.equals(what))
                .findFirst()
                .orElse(null);
    }

    /** Whether a measure is to be small, as a time is. */
    boolean isToBeSmall(String what) {
        Goal goal = goal(what, false);
        return goal != null && !goal.atLeast;
    }

    private Row with(Goal goal) {
        List<Goal> more = new ArrayList<>(goals);
        more.add(goal);
        return new Row(name, group, x, title, entries, more);
    }
}
