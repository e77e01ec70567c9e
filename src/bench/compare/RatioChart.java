import java.util.ArrayList;
import java.util.List;

/** A bar for each ratio of Tutti to its peer, its spread, and a mark where it is to be; on a logarithmic scale. */
final class RatioChart {

    private static final int WIDTH = 900;
    private static final int LEFT = 250;
    private static final int RIGHT = 830;
    private static final int TOP = 50;
    private static final int BAR = 22;
    private static final int FOOT = 40;
    /** The ends of the scale. */
    private static final double LEAST = 0.1;

    private static final double MOST = 100;
    private static final List<String> TICKS = List.of("0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "50", "100");

    private record Bar(String name, Result.Spread ratio, Row.Goal goal) {

        /** Where less is better the ratio is turned round, so that a longer bar is a better one. */
        double length(double value) {
            return goal != null && !goal.atLeast() ? 1 / value : value;
        }

        String colour() {
            return goal == null ? "#8d99ae" : goal.isReachedBy(ratio.median()) ? "#588157" : "#c8553d";
        }
    }

    private RatioChart() {}

    static Svg of(List<Result> results) {
        List<Bar> bars = new ArrayList<>();
        for (Result result : results) {
            for (String what : result.row().group().isEmpty() ? result.measured() : List.<String>of()) {
                add(bars, result, what, false);
                add(bars, result, what, true);
            }
        }
        int height = TOP + BAR * bars.size() + FOOT;
        Svg svg = new Svg(
                WIDTH, height, "Tutti : peer. Longer is better; the black mark is the goal, the line the spread.");
        for (String tick : TICKS) {
            double x = x(Double.parseDouble(tick));
            svg.line(x, TOP - 6, x, height - FOOT + 8, tick.equals("1") ? Svg.BLACK : Svg.PALE, 1);
            svg.text(x, height - FOOT / 2.0, "middle", Svg.BLACK, tick);
        }
        for (int i = 0; i < bars.size(); i++) {
            draw(svg, bars.get(i), TOP + BAR * i);
        }
        return svg;
    }

    /** Ratios of processor time only where they have a goal. */
    private static void add(List<Bar> bars, Result result, String what, boolean ofCpu) {
        Result.Spread ratio = result.ratio(what, ofCpu ? Measure::cpuMicros : Measure::value);
        Row.Goal goal = result.row().goal(what, ofCpu);
        if (ratio != null && (goal != null || !ofCpu)) {
            bars.add(new Bar(result.row().name() + " " + what + (ofCpu ? ", CPU/op" : ""), ratio, goal));
        }
    }

    private static double x(double value) {
        double share = Math.log(value / LEAST) / Math.log(MOST / LEAST);
        return LEFT + Math.max(0, Math.min(share, 1)) * (RIGHT - LEFT);
    }

    private static void draw(Svg svg, Bar bar, int y) {
        double end = x(bar.length(bar.ratio.median()));
        double middle = y + BAR / 2.0;
        svg.text(LEFT - 8, middle + 4, "end", Svg.BLACK, bar.name);
        svg.rectangle(LEFT, y + 4, end - LEFT, BAR - 8, bar.colour());
        double least = x(bar.length(bar.ratio.least()));
        double most = x(bar.length(bar.ratio.most()));
        svg.line(least, middle, most, middle, Svg.BLACK, 1);
        if (bar.goal != null) {
            double goal = x(bar.length(bar.goal.limit()));
            svg.line(goal, y + 1, goal, y + BAR - 1, Svg.BLACK, 3);
        }
        svg.text(
                Math.max(end, Math.max(least, most)) + 6,
                middle + 4,
                "start",
                Svg.BLACK,
                Table.number(bar.ratio.median()));
    }
}
