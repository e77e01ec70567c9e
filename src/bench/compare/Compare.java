import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs the rows, their entries in turns, and tells what they found. Started by compare.sh. */
final class Compare {

    private static final int DEFAULT_ROUNDS = 3;
    private static final double DEFAULT_SECONDS = 2;
    private static final double DEFAULT_WARM_UP = 4;

    private final Path out;
    private final Servers servers;
    private final int rounds;
    private final double seconds;
    private final double warmUp;
    private final List<Result> results = new ArrayList<>();
    private final StringBuilder told = new StringBuilder();
    private boolean failed;

    private Compare(Path out, Servers servers, int rounds, double seconds, double warmUp) {
        this.out = out;
        this.servers = servers;
        this.rounds = rounds;
        this.seconds = seconds;
        this.warmUp = warmUp;
    }

    public static void main(String[] args) throws Exception {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        int rounds = Integer.parseInt(option(words, "--rounds", String.valueOf(DEFAULT_ROUNDS)));
        double seconds = Double.parseDouble(option(words, "--seconds", String.valueOf(DEFAULT_SECONDS)));
        double warmUp = Double.parseDouble(option(words, "--warm-up", String.valueOf(DEFAULT_WARM_UP)));
        Path home = Path.of(System.getProperty("home"));
        Path out =
                Path.of(option(words, "--out", home.resolve("target/comparison").toString()));
        boolean list = words.remove("--list");
        Pattern wanted = Pattern.compile(words.isEmpty() ? "" : words.remove(0));
        List<Row> rows = Rows.all().stream()
                .filter(row -> wanted.matcher(row.name()).find())
                .toList();
        if (list) {
            rows.forEach(row -> System.out.printf("%-22s %s%n", row.name(), row.title()));
            return;
        }
        if (!words.isEmpty() || rows.isEmpty() || rounds < 1 || seconds <= 0 || warmUp < 0) {
            System.err.println(
                    rows.isEmpty()
                            ? "compare.sh: no row matches " + wanted
                            : "compare.sh: what is " + String.join(" ", args) + "? See the head of the script");
            System.exit(2);
        }
        try (Servers servers = new Servers(home, Path.of(System.getProperty("work")))) {
            Compare compare = new Compare(Files.createDirectories(out), servers, rounds, seconds, warmUp);
            compare.run(rows);
            System.exit(compare.failed ? 1 : 0);
        }
    }

    /** Takes an option and its value out of the words. */
    private static String option(List<String> words, String name, String otherwise) {
        int at = words.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        words.remove(at);
        return words.remove(at);
    }

    private void run(List<Row> rows) throws IOException, InterruptedException {
        say(String.format(
                "%d rounds of %s s after %s s of warm-up, entries in turns, on %d cores; %s%n",
                rounds, Table.number(seconds), Table.number(warmUp), Cores.count(), System.getProperty("versions")));
        String group = "";
        for (Row row : rows) {
            boolean first = row.group().isEmpty() || !row.group().equals(group);
            group = row.group();
            if (first) {
                servers.stopAll(); // so that no row finds what another has left
            }
            Result result = new Result(row);
            for (int round = 0; round <= rounds; round++) {
                for (Row.Entry entry : row.entries()) {
                    turn(result, entry, round);
                }
            }
            results.add(result);
            say(Table.of(result, first));
            write();
        }
        say(String.format("%nEvery round and the charts are in %s%n", out));
    }

    /** After every row, so that what is there can be seen early, and stays if the rest is given up. */
    private void write() throws IOException {
        Csv.write(out.resolve("comparison.csv"), results);
        Files.writeString(out.resolve("ratios.svg"), RatioChart.of(results).toString());
        Map<String, List<Result>> groups = results.stream()
                .filter(result -> !result.row().group().isEmpty())
                .collect(Collectors.groupingBy(result -> result.row().group()));
        for (Map.Entry<String, List<Result>> group : groups.entrySet()) {
            Files.writeString(
                    out.resolve(group.getKey() + ".svg"),
                    GrowthChart.of(group.getValue()).toString());
        }
    }

    /** Round 0 is the warm-up. */
    private void turn(Result result, Row.Entry entry, int round) throws IOException, InterruptedException {
        if (result.failure(entry) != null || round == 0 && warmUp == 0) {
            return;
        }
        try {
            double others = Machine.othersSeconds();
            long begin = System.nanoTime();
            List<Measure> measures = entry.trial().round(servers, round == 0 ? warmUp : seconds);
            double took = (System.nanoTime() - begin) / 1e9;
            if (round > 0) {
                result.add(entry, measures, (Machine.othersSeconds() - others) / took);
            }
        } catch (NotAvailable e) {
            result.fail(entry, e.getMessage());
        } catch (IOException e) {
            failed = true;
            result.fail(entry, "FAILED: " + e.getMessage());
            servers.stop(entry.spec()); // nobody knows in what state it is
        }
    }

    private void say(String text) throws IOException {
        told.append(text);
        Files.writeString(out.resolve("comparison.txt"), told);
        System.out.print(text);
        System.out.flush();
    }
}
