package dev.tutti.persistence;

import dev.tutti.config.Names;
import dev.tutti.config.Units;
import dev.tutti.journal.Journal;
import dev.tutti.queue.ItemTrace;
import dev.tutti.queue.QueueRebuilder;
import dev.tutti.queue.Queues;
import dev.tutti.queue.RecordedItem;
import dev.tutti.queue.RecordedResult;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads queues, items and results back from the journal and hands each to the owner that it has now. */
public final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    /** The number of records between two reports of the progress. */
    private static final int STEP = 1 << 10;
    /** The bytes that each takes besides its record, at most. */
    private static final int SCHEDULE_BYTES = 2_300;

    private static final int EVENT_BYTES = 190;
    private static final int PERMIT_BYTES = 600;

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
    private int readBytes;
    private long items;
    private long results;
    private final HeapWatch heap;
    /** The bytes that schedules, events and permits will take, which are read later. */
    private long otherBytes;

    /** How far it has come. Other threads read it. */
    private volatile String progress = "the journal is read";

    /** @param owners the queues of each owner, by its number. Nobody else may use them until all is read */
    public Recovery(Journal journal, Clock clock, List<Queues> owners) {
        this.journal = journal;
        this.now = clock.millis();
        this.owners = owners.stream().map(Queues::rebuilder).toList();
        this.heap = new HeapWatch(this.owners.get(0)::bytesInUse, this::bytesToCome);
    }

    /** @throws HeapTooSmallException if the heap has no room for the journal */
    public void run() {
        expect(Keys.SCHEDULES, SCHEDULE_BYTES);
        expect(Keys.EVENTS, EVENT_BYTES);
        expect(Keys.PERMITS, PERMIT_BYTES);
        journal.read(Keys.QUEUES, this::queue);
        journal.read(Keys.ITEMS, this::partOfItem);
        restore();
        journal.read(Keys.RESULTS, this::result);
        heap.end();
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

    /** Others read these records when this is done. They count already now, so that the heap has room for them. */
    private void expect(byte[] kind, int bytesOfEach) {
        journal.read(kind, (key, value) -> otherBytes += key.length + value.length + bytesOfEach);
    }

    private long bytesToCome() {
        return otherBytes
                + owners.stream().mapToLong(QueueRebuilder::bytesToFinish).sum();
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
        read = heap.isUsedUp() ? ItemRecord.decodeWithoutBody(value) : ItemRecord.decode(value);
        readId = Keys.id(key);
        readBytes = value.length;
    }

    /** Restores the item that was read last, if that is not done yet. */
    private void restore() {
        if (read == null) {
            return;
        }
        RecordedItem item = Records.recorded(readId, read, readState, readTrace, now);
        read = null;
        readState = null;
        readTrace = ItemTrace.NONE;
        if (heap.isUsedUp()) {
            heap.count(item.bytesInQueue(readBytes));
            return;
        }
        owner(item.queue()).item(item);
        items++;
        isRead(items, readBytes);
    }

    private void isRead(long records, int bytes) {
        if (records % STEP == 0) {
            progress = "the journal is read, " + soFar() + " so far";
        }
        heap.read(bytes);
    }

    private String soFar() {
        return Units.count(items, "item") + " and " + Units.count(results, "result");
    }

    /** How far the recovery has come. Safe to call from any thread. */
    public String progress() {
        return progress;
    }

    private void result(byte[] key, byte[] value) {
        if (heap.isUsedUp()) {
            heap.count(RecordedResult.bytesInQueue(value.length));
            return;
        }
        ResultRecord record = ResultRecord.decode(value);
        owner(record.queue()).result(record.recorded(Keys.id(key), now));
        results++;
        isRead(results, value.length);
    }
}
