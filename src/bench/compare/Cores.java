import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The processor cores that this process may use, and those that it is kept to for a while. */
final class Cores {

    /** Those at the start of this process. */
    private static final List<Integer> ALLOWED = allowed();

    private Cores() {}

    static int count() {
        return ALLOWED.size();
    }

    /** The first so many, as taskset wants them. */
    static String first(int count) {
        return ALLOWED.stream().limit(count).map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Keeps all threads of this process to the first so many. */
    static void keepTo(int count) throws IOException, InterruptedException {
        String pid = String.valueOf(ProcessHandle.current().pid());
        Process taskset = new ProcessBuilder(Servers.installed("taskset"), "-a", "-c", "-p", first(count), pid)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
            throw new NotAvailable("taskset cannot choose the cores");
        }
    }

    /** A list of cores and ranges of them: 0-3,8. */
    private static List<Integer> allowed() {
        try {
            String list = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.replaceAll("[^0-9,-]", ""))
                    .findFirst()
                    .orElseThrow();
            List<Integer> cores = new ArrayList<>();
            for (String range : list.split(",")) {
                String[] ends = range.split("-");
                for (int core = Integer.parseInt(ends[0]); core <= Integer.parseInt(ends[ends.length - 1]); core++) {
                    cores.add(core);
                }
            }
            return cores;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
