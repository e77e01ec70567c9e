package dev.tutti.persistence;

import dev.tutti.config.Names;
import dev.tutti.config.Units;
import dev.tutti.journal.Journal;
import dev.tutti.queue.ItemTrace;
import dev.tutti.queue.QueueRebuilder;
import dev.tutti.queue.Queues;
import dev.tutti.queue.RecordedItem;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads queues, items and results back from the journal and hands each to the owner that it has now. */
public final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    /** The number of records between two looks at the heap: fewer bytes than a full heap has left. */
    private static final int LOOK = 1 << 10;
    /** The number of records before the first look at the heap, which takes a while. */
    private static final int FIRST_HEAP_LOOK = 1 << 14;

    private final Journal journal;
    private final long now;
    private final List<QueueRebuilder> owners;
    private final long began = System.nanoTime();
    /** The item that was read last, whose state and trace may follow. */
    private ItemRecord read;

    /** Its state, or null if there is none. */
    private ItemStateRecord readState;

    private ItemTrace readTrace = ItemTrace.NONE;
    private long readId;
    private long items;
    private long results;
    private HeapRoom heap;
    /** Set when the heap is nearly used up. From then on records are only counted. */
    private boolean counting;

    private long countedItems;
    /** How far it has come. Other threads read it. */
    private volatile String progress = "the journal is read";

    /** @param owners the queues of each owner, by its number. Nobody else may use them until all is read */
    public Recovery(Journal journal, Clock clock, List<Queues> owners) {
        this.journal = journal;
        this.now = clock.millis();
        this.owners = owners.stream().map(Queues::rebuilder).toList();
    }

    /** @throws HeapTooSmallException if the heap has no room for the journal */
    public void run() {
        journal.read(Keys.QUEUES, this::queue);
        journal.read(Keys.ITEMS, this::partOfItem);
        restore();
        long allResults = journal.read(Keys.RESULTS, this::result);
        if (counting || heap != null && heap.isNearlyUsedUpNow(bytesToFinish())) {
            throw heapTooSmall(items + countedItems + allResults);
        }
        progress = "the queues of " + soFar() + " are put in order";
        owners.forEach(QueueRebuilder::finish);
        int queues = owners.stream().mapToInt(QueueRebuilder::queues).sum();
        if (queues + items + results > 0) {
            log.info(
                    "recovered {}, {} and {} in {} ms",
                    Units.count(items, "item"),
                    Units.count(results, "result"),
                    Units.count(queues, "queue"),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
    }

    private HeapTooSmallException heapTooSmall(long all) {
        long size = Runtime.getRuntime().maxMemory();
        long read = items + results;
        long live = HeapRoom.liveBytes() + bytesToFinish();
        long wanted = HeapTooSmallException.wanted(size, heap.lastingBytes(), live, read, all);
        return new HeapTooSmallException(size, read, all, wanted);
    }

    private long bytesToFinish() {
        return owners.stream().mapToLong(QueueRebuilder::bytesToFinish).sum();
    }

    private QueueRebuilder owner(String queue) {
        return owners.get(Names.queueOwner(queue, owners.size()));
    }

    private void queue(byte[] key, byte[] value) {
        QueueRecord record = QueueRecord.decode(value);
        String name = Keys.name(key);
        owner(name).queue(name, record.settings(), record.kept(), record.shutDown(), record.closed());
        if (record.paused()) {
            owner(name).pause(name, record.pauseLeft(now));
        }
    }

    private void partOfItem(byte[] key, byte[] value) {
        boolean isState = Keys.isState(key);
        if (isState || Keys.isTrace(key)) {
            if (read != null && readId == Keys.id(key)) {
                readState = isState ? ItemStateRecord.decode(value) : readState;
                readTrace = isState ? readTrace : TraceRecord.decode(value);
            }
            return;
        }
        restore();
        if (counting) {
            countedItems++;
            return;
        }
        read = ItemRecord.decode(value);
        readId = Keys.id(key);
    }

    /** Restores the item that was read last, if that is not done yet. */
    private void restore() {
        if (read == null) {
            return;
        }
        RecordedItem item = Records.recorded(readId, read, readState, readTrace, now);
        owner(item.queue()).item(item);
        read = null;
        readState = null;
        readTrace = ItemTrace.NONE;
        items++;
        look(items);
    }

    private void look(long records) {
        if (records % LOOK == 0) {
            progress = "the journal is read, " + soFar() + " so far";
            lookAtHeap();
        }
    }

    private void lookAtHeap() {
        if (heap == null && items + results < FIRST_HEAP_LOOK) {
            return;
        }
        if (heap == null) {
            heap = new HeapRoom();
        }
        counting = heap.isNearlyUsedUp(bytesToFinish());
    }

    private String soFar() {
        return Units.count(items, "item") + " and " + Units.count(results, "result");
    }

    /** How far the recovery has come. Safe to call from any thread. */
    public String progress() {
        return progress;
    }

    private void result(byte[] key, byte[] value) {
        if (counting) {
            return;
        }
        ResultRecord record = ResultRecord.decode(value);
        owner(record.queue()).result(record.recorded(Keys.id(key), now));
        results++;
        look(results);
    }
}
