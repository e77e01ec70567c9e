import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Operations a second over how many there are, which is logarithmic: a line for each entry. */
final class GrowthChart {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;
    private static final int LEFT = 100;
    private static final int RIGHT = 840;
    private static final int TOP = 70;
    private static final int BOTTOM = 320;
    private static final int STRIPES = 4;
    private static final List<String> COLOURS = List.of("#1b6ca8", "#c8553d", "#588157", "#7b2d8b");

    private record Point(double x, double value) {}

    private final Svg svg;
    private final double decades;
    private final double most;

    private GrowthChart(List<Result> results, double most) {
        this.most = most;
        Row last = results.get(results.size() - 1).row();
        svg = new Svg(WIDTH, HEIGHT, last.group() + ": " + last.title());
        decades = Math.max(0.1, Math.log10(last.x()));
    }

    static Svg of(List<Result> results) {
        Map<String, List<Point>> lines = lines(results);
        double most = lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Point::value)
                .max()
                .orElse(1);
        GrowthChart chart = new GrowthChart(results, STRIPES * rounded(most / STRIPES));
        chart.scale(results);
        int number = 0;
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            chart.svg.text(LEFT + 160.0 * number++, TOP - 20, "start", colour, line.getKey());
            chart.draw(line.getValue(), colour);
        }
        return chart.svg;
    }

    /** Up to a number that is easily read. */
    private static double rounded(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)));
        return unit
                * DoubleStream.of(1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
                        .filter(times -> times * unit >= value)
                        .findFirst()
                        .orElse(10);
    }

    private static Map<String, List<Point>> lines(List<Result> results) {
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        for (Result result : results) {
            for (Row.Entry entry : result.row().entries()) {
                for (String what : result.failure(entry) == null ? result.measured() : List.<String>of()) {
                    double median = result.spread(entry, what, Measure::value).median();
                    lines.computeIfAbsent(entry.name(), name -> new ArrayList<>())
                            .add(new Point(result.row().x(), median));
                }
            }
        }
        return lines;
    }

    private void scale(List<Result> results) {
        for (int i = 0; i <= STRIPES; i++) {
            double value = most * i / STRIPES;
            svg.line(LEFT, y(value), RIGHT, y(value), Svg.PALE, 1);
            svg.text(LEFT - 8, y(value) + 4, "end", Svg.BLACK, String.format(Locale.ROOT, "%,.0f/s", value));
        }
        for (Result result : results) {
            double x = result.row().x();
            svg.text(x(x), BOTTOM + 20, "middle", Svg.BLACK, String.format(Locale.ROOT, "%,.0f", x));
        }
    }

    private void draw(List<Point> line, String colour) {
        Point before = line.get(0);
        for (Point point : line) {
            svg.line(x(before.x), y(before.value), x(point.x), y(point.value), colour, 2);
            svg.rectangle(x(point.x) - 3, y(point.value) - 3, 6, 6, colour);
            before = point;
        }
    }

    private double x(double count) {
        return LEFT + Math.log10(count) / decades * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - value / most * (BOTTOM - TOP);
    }
}
