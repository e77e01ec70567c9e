package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.journal.MapJournal;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the owner of queues does still when the disk of its journal is nearly full: whatever makes room. */
class LowDiskTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private static final String FULL = "FULL the disk of the journal is nearly full (producer.reserve)";

    private final MapJournal journal = new MapJournal();
    private final OneOwner owner = new OneOwner(journal);

    /** Items 1, 2 and 3 are in q, and 4, which was submitted, is in the hands of connection 1. */
    @BeforeEach
    void fill() {
        owner.ask(1, "QUEUE PUT q a", "QUEUE PUT q b", "QUEUE PUT q c", "SUBMIT r s", "QUEUE GET r");
        journal.low(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE PUT q x",
                "QUEUE PUT new x",
                "QUEUE PUT q x DELAY 5 TIMEOUT 5",
                "SUBMIT q x",
                "SUBMIT new x",
                "QUEUE CREATE new",
                "QUEUE CREATE q"
            })
    void nothingNewIsTakenIn(String command) {
        int commits = journal.commits();
        long memory = owner.memory.used();
        assertThat(owner.ask(1, command)).containsExactly("1: " + FULL);
        String[] words = command.split(" ");
        String name = words[0].equals("QUEUE") ? words[0] + " " + words[1] + " " + words[2] : words[0] + " " + words[1];
        assertThat(logged.of(EventKind.FULL))
                .containsExactly(name + " is answered with " + FULL.replace("FULL", "FULL:"));
        assertThat(journal.commits()).isEqualTo(commits);
        assertThat(owner.memory.used()).isEqualTo(memory);
        assertThat(owner.stat("q", "unfinished")).isEqualTo("3");
        assertThat(owner.queues.existing("new")).isNull();
        assertThat(owner.queues.named("q").isKept()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE DONE r 4 result",
                "QUEUE FAIL r 4 oops",
                "QUEUE RELEASE r 4",
                "QUEUE RELEASE r 4 DELAY 5",
                "QUEUE SHUTDOWN q",
                "QUEUE DELETE q"
            })
    void whatIsThereMayEnd(String command) {
        int commits = journal.commits();
        assertThat(owner.ask(1, command)).containsExactly("1: OK");
        assertThat(journal.commits()).isEqualTo(commits + 1);
    }

    @Test
    void itemsMayGoAndBeGot() {
        assertThat(owner.ask(1, "QUEUE GET q", "CANCEL q 2", "QUEUE MOVE q r", "QUEUE PURGE r", "AWAIT r 4 TIMEOUT 0"))
                .containsExactly("1: [1, a, 1]", "1: 1", "1: 1", "1: 1", "1: Null");
    }

    @Test
    void tasksRun() {
        owner.send(5, new Consume("tasks"));
        assertThat(owner.ask(1, "RUN tasks x")).containsExactly("5: [5, x, 1]");
        assertThat(owner.send(5, new Done("tasks", 5, "X".getBytes()))).containsExactlyInAnyOrder("5: OK", "1: X");
    }

    @Test
    void whatWasAcceptedBeforeThatAndWaitsForRoomIsTakenIn() {
        journal.low(false);
        owner.ask(1, "QUEUE CREATE full MAXSIZE 1", "QUEUE PUT full f");
        owner.ask(2, "QUEUE PUT full g");
        journal.low(true);
        assertThat(owner.ask(1, "QUEUE GET full")).containsExactlyInAnyOrder("1: [5, f, 1]", "2: 6");
    }

    @Test
    void onceThereIsRoomAgainEverythingIsTakenIn() {
        owner.ask(1, "QUEUE PUT q x");
        journal.low(false);
        assertThat(owner.ask(1, "QUEUE PUT q x", "QUEUE CREATE new")).isEqualTo(List.of("1: 5", "1: OK"));
    }
}
