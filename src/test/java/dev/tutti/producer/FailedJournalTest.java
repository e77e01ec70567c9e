package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.Signal;
import dev.tutti.journal.MapJournal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the owner of queues does still when its journal has failed. */
class FailedJournalTest {

    private static final String FULL = "FULL the disk broke";
    private static final List<String> QUEUES = List.of("q", "r", "full", "drained", "new", "q.dead");

    private final MapJournal journal = new MapJournal();
    private final OneOwner owner = new OneOwner(journal);

    /** Items 1, 2 and 3 are in q, and 4, which was submitted, is in the hands of connection 1; then it fails. */
    @BeforeEach
    void fail() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b", "QUEUE PUT q c", "SUBMIT r s", "QUEUE GET r");
        owner.ask(1, "QUEUE CREATE full MAXSIZE 1", "QUEUE PUT full f", "QUEUE CREATE empty");
        owner.ask(97, "QUEUE PUT full g");
        owner.ask(96, "SUBMIT full h");
        owner.ask(95, "RUN full i");
        fail(journal, owner);
    }

    /** By something that was on its way, so that the owner has been told. */
    private static void fail(MapJournal journal, OneOwner owner) {
        journal.holdBack();
        owner.ask(98, "QUEUE PUT lost x");
        journal.fail("the disk broke");
        journal.writeAll();
        assertThat(owner.replies()).containsExactly("98: " + FULL);
    }

    @AfterEach
    void nothingIsWrittenAnyMore() {
        assertThat(journal.pending()).isZero();
    }

    /** All that can be asked about the queues. */
    private List<String> view() {
        return QUEUES.stream()
                .flatMap(queue -> owner
                        .ask(99, "QUEUE STATS " + queue, "QUEUE SETTINGS " + queue, "QUEUE PEEK " + queue + " COUNT 9")
                        .stream())
                .toList();
    }

    /** The journal has logged its failure, and one line is enough. */
    @Test
    void theOwnerDoesNotLogTheFailureOnceMore() {
        Logger log = (Logger) LoggerFactory.getLogger("dev.tutti");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            MapJournal other = new MapJournal();
            fail(other, new OneOwner(other));
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list).isEmpty();
    }

    // ---- what is refused

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE PUT q x",
                "QUEUE PUT new x",
                "QUEUE PUT q x DELAY 5",
                "QUEUE PUT full x TIMEOUT 0",
                "SUBMIT q x",
                "SUBMIT new x TIMEOUT 5",
                "QUEUE DONE r 4 result",
                "QUEUE FAIL r 4 oops",
                "QUEUE RELEASE r 4",
                "QUEUE RELEASE r 4 DELAY 5",
                "QUEUE MOVE q r",
                "QUEUE MOVE q new",
                "QUEUE MOVE q new ID 2",
                "QUEUE RESCHEDULE q 2 DELAY 5",
                "QUEUE PURGE q",
                "QUEUE CREATE new",
                "QUEUE ALTER q ATTEMPTS 3",
                "QUEUE ALTER new ATTEMPTS 3",
                "QUEUE PAUSE q",
                "QUEUE PAUSE new",
                "QUEUE TOUCH r 4 half",
                "QUEUE SHUTDOWN q",
                "QUEUE SHUTDOWN new IMMEDIATE",
                "QUEUE DELETE q",
                "CANCEL q 2",
                "CANCEL r 4"
            })
    void whatWouldHaveToBeWrittenIsRefusedAndChangesNothing(String command) {
        List<String> before = view();
        long memory = owner.memory.used();
        assertThat(owner.ask(1, command)).containsExactly("1: " + FULL);
        assertThat(view()).isEqualTo(before);
        assertThat(owner.memory.used()).isEqualTo(memory);
        assertThat(owner.queues.existing("new")).isNull();
    }

    @Test
    void nothingIsTriedOnceTheJournalSaysThatItHasFailed() {
        MapJournal another = new MapJournal();
        OneOwner other = new OneOwner(another);
        other.ask(1, "QUEUE PUT q a");
        another.holdBack();
        another.fail("the disk broke");
        assertThat(other.ask(1, "QUEUE PUT q x", "SUBMIT q x", "QUEUE CREATE q", "QUEUE PURGE q", "QUEUE SIZE q"))
                .containsExactly("1: " + FULL, "1: " + FULL, "1: " + FULL, "1: " + FULL, "1: 1");
        assertThat(another.pending()).isZero();
    }

    @Test
    void whatIsWrongIsSaidFirst() {
        owner.queues.named("drained").control().shutDown(false, () -> {});
        assertThat(owner.ask(1, "QUEUE DONE q 1", "CANCEL q 77", "QUEUE PUT q x PRIORITY 1", "QUEUE PUT drained x"))
                .containsExactly(
                        "1: NOITEM item 1 of queue q: it is ready, and nobody has got it since it came here or the server was started",
                        "1: 0",
                        "1: ERR queue q takes no PRIORITY: it is of KIND fifo, and only queues of KIND priority take one",
                        "1: SHUTDOWN queue drained is shut down");
    }

    @Test
    void whoWaitedForRoomIsRefusedWhenThereIsAndTheNextOneComesToIt() {
        assertThat(owner.ask(2, "QUEUE GET full"))
                .containsExactlyInAnyOrder("2: [5, f, 1]", "97: " + FULL, "96: " + FULL);
        assertThat(owner.stat("full", "size")).isEqualTo("1");
        assertThat(owner.ask(2, "QUEUE PEEK full").get(0)).contains(", i]");
        assertThat(owner.ask(96, "AWAIT full 7").get(0)).startsWith("96: ");
    }

    // ---- what is served

    @Test
    void whatWasThereBeforeIsDelivered() {
        assertThat(owner.ask(2, "QUEUE GET q")).containsExactly("2: [1, a, 1]");
        assertThat(owner.ask(2, "QUEUE GET q COUNT 9")).containsExactly("2: [[2, b, 1], [3, c, 1]]");
        assertThat(owner.send(5, new Consume("full"))).contains("5: [5, f, 1]");
        assertThat(owner.ask(2, "QUEUE GET q TIMEOUT 0")).containsExactly("2: NullArray");
    }

    @Test
    void whoeverLooksIsAnswered() {
        assertThat(owner.ask(
                        2,
                        "QUEUE SIZE q",
                        "QUEUE PEEK q",
                        "QUEUE JOIN empty",
                        "QUEUE JOIN q TIMEOUT 0",
                        "AWAIT r 4 TIMEOUT 0",
                        "QUEUE TOUCH r 4"))
                .containsExactly("2: 3", "2: [[1, a]]", "2: OK", "2: Null", "2: Null", "2: OK");
        assertThat(owner.stat("q", "size")).isEqualTo("3");
    }

    @Test
    void tasksRunThatNobodyHadToWriteDown() {
        owner.send(5, new Consume("tasks"));
        assertThat(owner.ask(1, "RUN tasks x")).containsExactly("5: [7, x, 1]");
        assertThat(owner.send(5, new Done("tasks", 7, "X".getBytes()))).containsExactlyInAnyOrder("5: OK", "1: X");
        owner.ask(1, "RUN tasks y");
        assertThat(owner.ask(2, "QUEUE GET tasks", "QUEUE RELEASE tasks 8", "QUEUE GET tasks"))
                .containsExactly("2: [8, y, 1]", "2: OK", "2: [8, y, 1]");
        assertThat(owner.ask(2, "QUEUE FAIL tasks 8 oops")).containsExactlyInAnyOrder("2: OK", "1: FAILED oops");
        owner.ask(1, "RUN tasks z");
        assertThat(owner.ask(3, "CANCEL tasks 9"))
                .containsExactlyInAnyOrder("3: 1", "1: CANCELLED the task was cancelled");
    }

    @Test
    void tasksAreRefusedWhenNoIdIsLeftOfWhichTheJournalKnows() {
        owner.send(5, new Consume("tasks"));
        owner.numbersAreScarce = true;
        long memory = owner.memory.used();
        assertThat(owner.ask(1, "RUN tasks x", "RUN new x")).containsExactly("1: " + FULL, "1: " + FULL);
        assertThat(owner.memory.used()).isEqualTo(memory);
        assertThat(owner.queues.existing("new")).isNull();
    }

    @Test
    void whatIsInFlightComesBackWhenItsHolderCloses() {
        owner.ask(2, "QUEUE GET q LEASE 10");
        owner.close(1);
        assertThat(owner.ask(3, "QUEUE GET r")).containsExactly("3: [4, s, 2]");
        owner.after(10);
        assertThat(owner.ask(3, "QUEUE GET q")).containsExactly("3: [1, a, 2]");
        assertThat(owner.ask(3, "QUEUE DONE r 4", "QUEUE DONE q 1")).containsExactly("3: " + FULL, "3: " + FULL);
    }

    @Test
    void whatIsOutOfAttemptsIsADeadLetterThatCannotBeFinishedEither() {
        MapJournal another = new MapJournal();
        OneOwner other = new OneOwner(another);
        other.ask(1, "QUEUE CREATE q ATTEMPTS 1", "QUEUE PUT q a", "QUEUE GET q LEASE 10");
        fail(another, other);
        other.after(10);
        assertThat(other.ask(1, "QUEUE GET q.dead", "QUEUE DONE q.dead 1"))
                .containsExactly("1: [1, a, 1]", "1: " + FULL);
    }

    @Test
    void aTaskThatIsOutOfAttemptsHasAResultThatNobodyIsTold() {
        MapJournal another = new MapJournal();
        OneOwner other = new OneOwner(another);
        other.ask(1, "QUEUE CREATE q ATTEMPTS 1", "SUBMIT q a", "QUEUE GET q LEASE 10");
        fail(another, other);
        other.ask(2, "AWAIT q 1");
        assertThat(other.after(10)).containsExactly("2: " + FULL);
        assertThat(other.ask(2, "AWAIT q 1")).containsExactly("2: " + FULL);
    }

    @Test
    void aTaskThatIsStillBeingStoppedEndsCancelledAsIsWritten() {
        MapJournal another = new MapJournal();
        OneOwner other = new OneOwner(another);
        other.send(5, new Consume("tasks"));
        assertThat(other.ask(1, "SUBMIT tasks a", "CANCEL tasks 1")).contains("1: 1");
        other.ask(2, "AWAIT tasks 1");
        fail(another, other);
        assertThat(other.send(5, new Done("tasks", 1, "A".getBytes()))).contains("2: CANCELLED item 1 was cancelled");
        assertThat(other.ask(3, "AWAIT tasks 1")).containsExactly("3: CANCELLED item 1 was cancelled");
    }

    @Test
    void aClientThatEndsItsSideOfTheStreamIsWithdrawnAsEver() {
        assertThat(owner.send(97, new Signal.InputEnded())).containsExactly("97: Withdrawn");
        assertThat(owner.stat("full", "putters")).isEqualTo("2");
    }
}
