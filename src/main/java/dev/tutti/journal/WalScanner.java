package dev.tutti.journal;

import dev.tutti.config.Units;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches in a database's logs, and whether any is missing that must be there. RocksDB itself reads up to the first
 * one that it cannot read and drops the rest without a word, be it the torn end that a power cut leaves or, behind a
 * damaged byte, half of what was ever acknowledged.
 *
 * <p>Here the two are told apart. The changes are numbered without gaps, and each batch says up to which number
 * everything was synced when it was written: a gap is damage if a batch behind it says that the missing were synced. If
 * none does, the gap and all behind it are the end that never arrived.
 */
final class WalScanner {

    private static final Logger log = LoggerFactory.getLogger(WalScanner.class);
    private static final int CHUNK_BYTES = 64 << 10;

    /** Batches that follow one another without a gap, in one file or in several. */
    private static final class Run {
        private final int index;
        private final Path file;
        private final boolean behindDamage;
        private final long begin;
        /** The number of the first change behind it. */
        private long end;

        private long synced;
        /** Where the last of them in each file ends. */
        private final Map<Path, Long> ends = new HashMap<>();

        private Run(int index, Path file, boolean behindDamage, long begin) {
            this.index = index;
            this.file = file;
            this.behindDamage = behindDamage;
            this.begin = begin;
            this.end = begin;
        }
    }

    /** What is done with each batch. */
    private interface Each {
        void batch(Run run, ByteBuffer batch);
    }

    private final long journal;
    private final List<Path> files;
    /** Those whose batches are to be recovered. */
    private final Set<Integer> held = new HashSet<>();
    /** Where the last of those ends in each file that has any. */
    private final Map<Path, Long> ends = new HashMap<>();

    private long lost;
    private long end;
    private Path firstDamaged;

    private WalScanner(Path database, long journal) throws IOException {
        this.journal = journal;
        this.files = WalReader.in(database);
        judge(unreplaced(scan((run, batch) -> {})));
    }

    /** @param journal the number that marks its batches */
    static WalScanner of(Path database, long journal) throws IOException {
        return new WalScanner(database, journal);
    }

    private List<Run> scan(Each each) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Path file : files) {
            WalReader.read(file, (record, behindDamage, end) -> {
                if (BatchFormat.isBatch(record, journal)) {
                    Run run = extended(runs, file, record, behindDamage);
                    run.ends.put(file, end);
                    each.batch(run, record);
                }
            });
        }
        return runs;
    }

    private static Run extended(List<Run> runs, Path file, ByteBuffer batch, boolean behindDamage) {
        Run run = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        long begin = BatchFormat.sequence(batch);
        if (run == null || behindDamage || run.end != begin) {
            run = new Run(runs.size(), file, behindDamage, begin);
            runs.add(run);
        }
        run.end = begin + BatchFormat.count(batch);
        run.synced = Math.max(run.synced, BatchFormat.synced(batch));
        return run;
    }

    /** Without those that a start did not recover, so that their numbers were given anew: they never arrived whole. */
    private static Deque<Run> unreplaced(List<Run> runs) {
        Deque<Run> kept = new ArrayDeque<>();
        long later = Long.MAX_VALUE;
        for (int i = runs.size() - 1; i >= 0; i--) {
            Run run = runs.get(i);
            if (run.begin < later) {
                kept.addFirst(run);
                later = run.begin;
            }
        }
        return kept;
    }

    private void judge(Deque<Run> runs) {
        long synced = runs.stream().mapToLong(run -> run.synced).max().orElse(0);
        for (Run run : runs) {
            boolean first = held.isEmpty();
            // Where the very first begins is not known, but one change before it at least is missing.
            long expected = !first ? end : run.behindDamage ? run.begin - 1 : run.begin;
            if (run.behindDamage || run.begin > expected) {
                if (synced < expected) {
                    return;
                }
                lost += run.begin - expected;
                firstDamaged = firstDamaged == null ? run.file : firstDamaged;
            }
            held.add(run.index);
            ends.putAll(run.ends);
            end = run.end;
        }
    }

    /**
     * @param begun the number of one of which it is known that there is that or a newer one; 0 if of none
     * @param changes how many there are at least
     * @throws Damage if something is missing that was synced
     */
    void verify(long begun, long changes) throws DamageException {
        if (files.isEmpty()) {
            throw new DamageException("its log is missing");
        }
        if (firstDamaged != null) {
            throw new DamageException(
                    firstDamaged.getFileName() + " lacks " + Units.count(lost, "change") + " in its middle");
        }
        Path newest = files.get(files.size() - 1);
        boolean isEmpty = !ends.containsKey(newest);
        if (WalReader.number(newest) < begun) {
            throw new DamageException(String.format("its log %06d.log is missing", begun));
        }
        if (WalReader.number(newest) == begun && isEmpty) {
            throw new DamageException(newest.getFileName() + " has lost all that was in it");
        }
        if (lackingOf(changes) > 0) {
            throw new DamageException(
                    newest.getFileName() + " lacks " + Units.count(lackingOf(changes), "change") + " at its end");
        }
        if (begun > 0 && isEmpty) {
            log.warn(
                    "{} is empty: whoever began it was killed at once, or the disk has lost what was in it, which cannot"
                            + " be told apart",
                    newest);
        }
    }

    /** How many of so many changes are missing at the end. */
    long lackingOf(long changes) {
        return end == 0 ? 0 : Math.max(0, changes + 1 - end);
    }

    /**
     * Cuts off what never arrived whole, at which RocksDB may stumble, and syncs the rest: what a killed server wrote may
     * not be on the disk, and must be before something is built on it.
     */
    void tidy() throws IOException {
        for (Path file : files) {
            try (FileChannel bytes = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                long end = ends.getOrDefault(file, 0L);
                long torn = lastWritten(bytes, end) - end;
                if (torn > 0) {
                    log.warn(
                            "{} ends in {} that are no whole change, which are cut off: a kill or a power cut"
                                    + " leaves such an end, and with sync always nothing of it was acknowledged",
                            file,
                            Units.count(torn, "byte"));
                }
                bytes.truncate(end);
                bytes.force(true);
            }
        }
    }

    /** Where the zeros begin that are at the end of a file, which are room and nothing else; {@code from} at least. */
    private static long lastWritten(FileChannel file, long from) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        long last = from;
        for (long at = from; file.read(chunk.clear(), at) > 0; at += chunk.position()) {
            for (int i = 0; i < chunk.position(); i++) {
                if (chunk.get(i) != 0) {
                    last = at + i + 1;
                }
            }
        }
        return last;
    }

    /** How many changes are missing, at least. */
    long lost() {
        return lost;
    }

    /** The number of the first change behind all that are to be recovered; 0 if there are none. */
    long end() {
        return end;
    }

    /** Hands over the batches to be recovered, in order, each valid during the call. */
    void replay(Consumer<ByteBuffer> each) throws IOException {
        scan((run, batch) -> {
            if (held.contains(run.index)) {
                each.accept(batch);
            }
        });
    }
}
