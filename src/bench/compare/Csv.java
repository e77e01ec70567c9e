import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every round of every row, a line each. */
final class Csv {

    private Csv() {}

    static void write(Path file, List<Result> results) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("row,group,x,server,measure,unit,round,value,cpu_us_per_op,p50_us,p99_us,client_share,server_share");
        for (Result result : results) {
            for (Row.Entry entry : result.row().entries()) {
                int round = 1;
                for (List<Measure> measures : result.rounds(entry)) {
                    for (Measure measure : measures) {
                        lines.add(line(result.row(), entry, round, measure));
                    }
                    round++;
                }
            }
        }
        Files.write(file, lines);
    }

    private static String line(Row row, Row.Entry entry, int round, Measure measure) {
        return String.join(
                ",",
                row.name(),
                row.group(),
                number(row.x()),
                entry.name(),
                measure.what(),
                measure.unit(),
                String.valueOf(round),
                number(measure.value()),
                number(measure.cpuMicros()),
                number(measure.p50Micros()),
                number(measure.p99Micros()),
                number(measure.clientShare()),
                number(measure.serverShare()));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
    }
}
