import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the processors of this machine do, as /proc tells. */
final class Machine {

    private static final double TICKS_A_SECOND = Double.parseDouble(System.getProperty("ticks", "100"));

    private static final int SYNCS = 101;
    private static final int BLOCK = 4096;

    private Machine() {}

    /** Processor time of all threads of a process, in the kernel and out of it. */
    static double processSeconds(long pid) throws IOException {
        return ticks(pid, 11, 13) / TICKS_A_SECOND;
    }

    /**
     * Processor time since the start of the machine, but for that of this process and all that it has started. Nor
     * does what interrupts take count: most of that is done for the sockets of what is measured.
     */
    static double othersSeconds() throws IOException {
        List<Long> ours = Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .map(ProcessHandle::pid)
                .collect(Collectors.toList());
        long ticks = 0;
        for (long pid : ours) {
            try {
                ticks += ticks(pid, 11, 15);
            } catch (IOException e) {
                continue; // it has just ended, and counts among the ended children of its parent
            }
        }
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
        long user = Long.parseLong(fields[1]) + Long.parseLong(fields[2]);
        long system = Long.parseLong(fields[3]);
        long steal = Long.parseLong(fields[8]);
        return (user + system + steal - ticks) / TICKS_A_SECOND;
    }

    /** The sum of some numbers of a process, counted from its state; 11 to 14 are ticks of its own and of its children. */
    private static long ticks(long pid, int from, int to) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = from; i < to; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    /** How long a small write takes until it is on the disk of a directory, in the median. */
    static double syncMillis(Path directory) throws IOException {
        Path file = directory.resolve("sync");
        double[] millis = new double[SYNCS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(BLOCK));
                channel.force(false);
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Files.delete(file);
        return Result.Spread.of(millis).median();
    }
}
