import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs the rows, their entries in turns, and tells what they found. Started by compare.sh. */
final class Compare {

    private final Options options;
    private final Servers servers;
    private final List<Result> results = new ArrayList<>();
    private final StringBuilder told = new StringBuilder();
    private boolean failed;

    private Compare(Options options, Servers servers) {
        this.options = options;
        this.servers = servers;
    }

    public static void main(String[] args) throws Exception {
        try {
            Options options = Options.from(List.of(args), System.getProperty("out"));
            List<Row> rows = Rows.all().stream()
                    .filter(row -> options.wanted().matcher(row.name()).find())
                    .toList();
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("no row matches " + options.wanted() + ", --list names them");
            }
            System.exit(options.list() ? list(rows) : compare(options, rows));
        } catch (IllegalArgumentException e) {
            System.err.println("compare.sh: " + e.getMessage());
            System.exit(2);
        }
    }

    private static int list(List<Row> rows) {
        rows.forEach(row -> System.out.printf("%-23s %s%n", row.name(), row.title()));
        return 0;
    }

    private static int compare(Options options, List<Row> rows) throws IOException, InterruptedException {
        Path work = Path.of(System.getProperty("work"));
        Files.createDirectories(options.out());
        try (Servers servers = new Servers(Path.of(System.getProperty("home")), work)) {
            Compare compare = new Compare(options, servers);
            compare.run(work, rows);
            return compare.failed ? 1 : 0;
        }
    }

    private void run(Path work, List<Row> rows) throws IOException, InterruptedException {
        say(String.format(
                "%d rounds of %s s after %s s of warm-up, in turns. %d cores; 4 KiB are on the disk in %s ms; %s%n",
                options.rounds(),
                Table.number(options.seconds()),
                Table.number(options.warmUp()),
                Cores.count(),
                Table.number(Machine.syncMillis(work)),
                System.getProperty("versions")));
        String group = "";
        for (Row row : rows) {
            boolean first = row.group().isEmpty() || !row.group().equals(group);
            group = row.group();
            if (first) {
                servers.stopAll(); // so that no row finds what another has left
            }
            Result result = new Result(row);
            for (int round = 0; round <= options.rounds(); round++) {
                for (Row.Entry entry : row.entries()) {
                    turn(result, entry, round);
                }
            }
            results.add(result);
            say(Table.of(result, first));
            write();
        }
        say(String.format("%nEvery round and the charts are in %s%n", options.out()));
    }

    /** After every row, so that what is there can be seen early, and stays if the rest is given up. */
    private void write() throws IOException {
        Csv.write(options.out().resolve("comparison.csv"), results);
        Files.writeString(
                options.out().resolve("ratios.svg"), RatioChart.of(results).toString());
        Map<String, List<Result>> groups = results.stream()
                .filter(result -> !result.row().group().isEmpty())
                .collect(Collectors.groupingBy(result -> result.row().group()));
        for (Map.Entry<String, List<Result>> group : groups.entrySet()) {
            Files.writeString(
                    options.out().resolve(group.getKey() + ".svg"),
                    GrowthChart.of(group.getValue()).toString());
        }
    }

    /** Round 0 is the warm-up. */
    private void turn(Result result, Row.Entry entry, int round) throws IOException, InterruptedException {
        if (result.failure(entry) != null || round == 0 && options.warmUp() == 0) {
            return;
        }
        try {
            double others = Machine.othersSeconds();
            long begin = System.nanoTime();
            double seconds = round == 0 ? warmUp(result.row(), entry) : options.seconds();
            List<Measure> measures = entry.trial().round(servers, seconds);
            double took = (System.nanoTime() - begin) / 1e9;
            if (round > 0) {
                result.add(entry, measures, (Machine.othersSeconds() - others) / took);
            }
        } catch (NotAvailable e) {
            result.fail(entry, "not available: " + e.getMessage());
        } catch (IOException e) {
            failed = true;
            result.fail(entry, "FAILED: " + e.getMessage() + servers.lastWords(entry.spec()));
            servers.stop(entry.spec()); // nobody knows in what state it is
        }
    }

    private void say(String text) throws IOException {
        told.append(text);
        Files.writeString(options.out().resolve("comparison.txt"), told);
        System.out.print(text);
        System.out.flush();
    }

    /** One that has served the last point of a chart is warm already, but for what is new in this one. */
    private double warmUp(Row row, Row.Entry entry) {
        boolean isWarm = !row.group().isEmpty() && servers.runs(entry.spec());
        return options.warmUp() / (isWarm ? 3 : 1);
    }
}
