package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.CommandTable;
import dev.tutti.command.EventCommand;
import dev.tutti.command.LockCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.config.Configuration;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a connection's owners are sent, and when. */
class ConversationTest {

    private static final Command SIZE = new QueueCommand.Size("q");
    private static final Command LOCKED = new LockCommand.Locked("l");

    private final RecordedBus bus = new RecordedBus();
    private final Switchboard switchboard = new Switchboard(bus.eventBus(), 0, 2, 1, new AtomicLong()::decrementAndGet);
    private boolean unwritten;
    private final Conversation conversation =
            new Conversation(7, switchboard, new Session(null, share()), () -> unwritten);

    private ServerShare share() {
        Configuration usual = Configuration.from(new JsonObject().put("server", new JsonObject()));
        return new ServerShare(null, usual.server(), switchboard, null, new CommandTable(1024, 4096, Map.of()), null);
    }

    /** What owners were sent since the last time: an owner, and what it is told of this connection. */
    private List<String> sent() {
        switchboard.flush();
        return bus.requests().stream()
                .map(asked -> asked.owner() + " " + asked.command())
                .toList();
    }

    private void answered(int replies) {
        for (int i = 0; i < replies; i++) {
            conversation.answered();
        }
    }

    @Test
    void aRunOfCommandsForOneOwnerIsHandedOverAtOnce() {
        conversation.add(LOCKED);
        conversation.add(LOCKED);
        assertThat(sent()).containsExactly("tutti.sync.0 Locked[name=l]", "tutti.sync.0 Locked[name=l]");
    }

    @Test
    void anotherOwnerIsAskedWhenTheRepliesAreIn() {
        conversation.add(LOCKED);
        conversation.add(new LockCommand.Locked("m"));
        conversation.add(SIZE);
        assertThat(sent()).containsExactly("tutti.sync.0 Locked[name=l]");
        answered(1);
        assertThat(sent()).containsExactly("tutti.sync.1 Locked[name=m]");
        answered(1);
        assertThat(sent()).containsExactly("tutti.producer.1 Size[queue=q]");
    }

    @Test
    void repliesThatAreNotWrittenWaitForTheReceiptOfTheNextOwner() {
        unwritten = true;
        conversation.add(LOCKED);
        conversation.add(LOCKED);
        conversation.add(SIZE);
        assertThat(sent())
                .containsExactly(
                        "tutti.sync.0 Received[]", "tutti.sync.0 Locked[name=l]", "tutti.sync.0 Locked[name=l]");
        answered(1);
        unwritten = false;
        answered(1);
        assertThat(sent()).containsExactly("tutti.producer.1 Size[queue=q]");
    }

    @Test
    void oneNameHasOneOwnerWhateverItIsAsked() {
        conversation.add(new LockCommand.Acquire("l", 0, 0));
        conversation.add(new EventCommand.Set("l"));
        assertThat(sent()).allMatch(asked -> asked.startsWith("tutti.sync.0 ")).hasSize(2);
    }

    @Test
    void anOwnerIsToldTheNameWhenItIsMet() {
        conversation.named("me");
        assertThat(sent()).isEmpty();
        conversation.add(LOCKED);
        answered(1);
        conversation.add(SIZE);
        assertThat(sent())
                .containsExactly(
                        "tutti.producer.1 Named[name=me]",
                        "tutti.producer.1 Size[queue=q]",
                        "tutti.sync.0 Named[name=me]",
                        "tutti.sync.0 Locked[name=l]");
    }

    @Test
    void everyOwnerIsToldThatTheNameHasChanged() {
        conversation.add(LOCKED);
        answered(1);
        conversation.add(SIZE);
        answered(1);
        sent();
        conversation.named("me");
        conversation.named("me");
        assertThat(sent()).containsExactlyInAnyOrder("tutti.producer.1 Named[name=me]", "tutti.sync.0 Named[name=me]");
        conversation.named("");
        assertThat(sent()).containsExactlyInAnyOrder("tutti.producer.1 Named[name=]", "tutti.sync.0 Named[name=]");
    }

    @Test
    void whoHasNoNameIsNotIntroduced() {
        conversation.named("");
        conversation.add(LOCKED);
        assertThat(sent()).containsExactly("tutti.sync.0 Locked[name=l]");
    }

    @Test
    void anOwnerThatIsMetAfterTheInputEndedIsToldSo() {
        conversation.named("me");
        conversation.inputEnded();
        conversation.add(LOCKED);
        assertThat(sent())
                .containsExactly(
                        "tutti.sync.0 Named[name=me]", "tutti.sync.0 InputEnded[]", "tutti.sync.0 Locked[name=l]");
    }

    @Test
    void everyOwnerIsToldOfTheEndOnce() {
        conversation.add(LOCKED);
        answered(1);
        conversation.add(SIZE);
        sent();
        conversation.end();
        conversation.end();
        assertThat(sent()).containsExactlyInAnyOrder("tutti.producer.1 Closed[]", "tutti.sync.0 Closed[]");
        conversation.named("late");
        assertThat(sent()).isEmpty();
    }

    @Test
    void oneThatIsAbandonedWaitsForNobodyAndKeepsWhatItHolds() {
        conversation.add(LOCKED);
        answered(1);
        conversation.add(new QueueCommand.Get("q", 1, Command.FOR_EVER, Command.NO_TIMEOUT));
        sent();
        conversation.abandon();
        conversation.end();
        assertThat(conversation.isIdle()).isTrue();
        assertThat(sent()).containsExactlyInAnyOrder("tutti.producer.1 Abandoned[]", "tutti.sync.0 Abandoned[]");
    }
}
