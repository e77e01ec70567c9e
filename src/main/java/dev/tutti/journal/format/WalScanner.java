package dev.tutti.journal.format;

import dev.tutti.config.Units;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the batches in the logs of a database and finds out whether any are missing that must be there. RocksDB itself
 * reads up to the first record that it cannot read and silently drops the rest. The rest may be the torn end that a
 * power failure leaves. It may also be half of all acknowledged changes, behind one damaged byte.
 *
 * <p>This class tells the two apart. Changes are numbered without gaps, and each batch says up to which number every
 * change was synced when it was written. A gap is damage if a later batch says that the missing changes were synced.
 * Otherwise the gap and everything behind it are a tail that never reached the disk.
 */
public final class WalScanner {

    private static final Logger log = LoggerFactory.getLogger(WalScanner.class);

    /** Batches that follow one another without a gap, in one file or in several. */
    private static final class Run {
        private final int index;
        private final Path file;
        private final boolean behindDamage;
        private final long begin;
        /** The number of the first change behind the run. */
        private long end;

        private long synced;
        /** The offset, in each file, at which its last batch of this run ends. */
        private final Map<Path, Long> ends = new HashMap<>();

        private Run(int index, Path file, boolean behindDamage, long begin) {
            this.index = index;
            this.file = file;
            this.behindDamage = behindDamage;
            this.begin = begin;
            this.end = begin;
        }
    }

    /** Receives each batch. */
    private interface Each {
        void batch(Run run, ByteBuffer batch);
    }

    private final long journal;
    private final List<Path> files;
    /** The indexes of the runs whose batches are to be recovered. */
    private final Set<Integer> recovered = new HashSet<>();
    /** The offset, in each file, at which the last batch to be recovered ends. */
    private final Map<Path, Long> ends = new HashMap<>();

    private long lost;
    private long end;
    private Path firstDamaged;

    private WalScanner(Path database, long journal) throws IOException {
        this.journal = journal;
        this.files = WalReader.in(database);
        judge(unreplaced(scan((run, batch) -> {})));
    }

    /** @param journal the number that marks the batches of this journal */
    public static WalScanner of(Path database, long journal) throws IOException {
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

    /**
     * Leaves out the runs that an earlier start did not recover because they never reached the disk whole. Their
     * numbers were assigned again to later changes.
     */
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
            boolean first = recovered.isEmpty();
            // The number of the very first change is not known, but at least one change before the run is missing.
            long expected = !first ? end : run.behindDamage ? run.begin - 1 : run.begin;
            if (run.behindDamage || run.begin > expected) {
                if (synced < expected) {
                    return;
                }
                lost += run.begin - expected;
                firstDamaged = firstDamaged == null ? run.file : firstDamaged;
            }
            recovered.add(run.index);
            ends.putAll(run.ends);
            end = run.end;
        }
    }

    /**
     * Checks that nothing is missing that was synced.
     *
     * @param begun the number of a log that is known to have existed, or 0; that log or a newer one must be there
     * @param changes the number of changes that are known to have been synced
     * @throws DamageException if something is missing
     */
    public void verify(long begun, long changes) throws DamageException {
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
            throw new DamageException("its log " + WalReader.name(begun) + " is missing");
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
                    "{} is empty: either the server that created it was killed at once, or the disk has lost its content;"
                            + " the two look the same",
                    newest);
        }
    }

    /** Returns how many of that many changes are missing at the end. */
    public long lackingOf(long changes) {
        return end == 0 ? 0 : Math.max(0, changes + 1 - end);
    }

    /** Returns all logs, each with the offset at which its last batch to be recovered ends; 0 if it has none. */
    public Map<Path, Long> ends() {
        Map<Path, Long> all = new LinkedHashMap<>();
        files.forEach(file -> all.put(file, ends.getOrDefault(file, 0L)));
        return all;
    }

    /** Returns how many changes are missing in the middle, at least. */
    public long lost() {
        return lost;
    }

    /** Returns the number that follows the last change to be recovered; 0 if there are none. */
    public long end() {
        return end;
    }

    /** Passes on the batches to be recovered, in order. Each buffer is valid during the call only. */
    public void replay(Consumer<ByteBuffer> each) throws IOException {
        scan((run, batch) -> {
            if (recovered.contains(run.index)) {
                each.accept(batch);
            }
        });
    }
}
