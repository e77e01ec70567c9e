package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.ManualTimers;
import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.EventCommand;
import dev.tutti.command.LockCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.Configuration;
import dev.tutti.config.ServerConfig;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a connection's owners are sent, and when. */
class CommandPipelineTest {

    private static final Command SIZE = new QueueCommand.Size("q");
    private static final Command LOCKED = new LockCommand.Locked("l");

    /** Items of 10 bytes, and 100 bytes of items in one reply. */
    private static final ServerConfig CONFIG = Configuration.from(
                    new JsonObject("{\"server\":{\"maxItemSize\":\"10B\",\"maxOutputMemory\":\"400B\"}}"))
            .server();

    private final RecordedBus bus = new RecordedBus();
    private final OwnerRouter router = new OwnerRouter(bus.eventBus(), 0, 2, 1, new AtomicLong()::decrementAndGet);
    private final LocalSide local = new LocalSide();
    private final MemoryQuota output = new MemoryQuota(1000);
    private final ReplyTurns turns = new ReplyTurns(output);
    private final LongReplies longReplies = new LongReplies(turns, () -> CONFIG, Runnable::run, () -> local.turns++);
    private final ManualTimers timers = new ManualTimers();

    private final LoopBudget budget = new LoopBudget(
            timers.vertx(),
            new FlushCycle(NetScene.endlessTurn(), router, new LeadGate(false), () -> 0),
            () -> 0,
            Long.MAX_VALUE);
    private final ConnectionTurns connectionTurns = new ConnectionTurns(budget, this::advance);
    private final CommandPipeline pipeline = new CommandPipeline(7, router, local, local, longReplies, connectionTurns);

    /** The connection's own side: an open one that carries nothing out but takes down what it is given. */
    private static final class LocalSide implements LocalCommands, ReplyOutput {
        private final List<String> executed = new ArrayList<>();
        private final List<String> written = new ArrayList<>();
        private boolean authenticated = true;
        private boolean unwritten;
        private boolean drained = true;
        private int turns;
        private int flushes;
        private Error bug;

        @Override
        public boolean sendsToOwner(Command command) {
            return authenticated;
        }

        @Override
        public void execute(Command command) {
            if (bug != null) {
                throw bug;
            }
            executed.add(command.toString());
        }

        @Override
        public void write(Reply reply) {
            written.add(RecordedBus.told(reply));
        }

        @Override
        public void write(Reply reply, Runnable whenWritten) {
            written.add(RecordedBus.told(reply));
            whenWritten.run();
        }

        @Override
        public void writeHeld(Reply reply, Runnable whenWritten) {
            write(reply, whenWritten);
        }

        @Override
        public void flushAtEndOfTurn() {
            flushes++;
        }

        @Override
        public boolean hold() {
            return unwritten;
        }

        @Override
        public boolean isDrained() {
            return drained;
        }
    }

    /** What owners were sent since the last time: an owner, and what it is told of this connection. */
    private List<String> sent() {
        router.flush();
        return bus.requests().stream()
                .map(asked -> asked.owner() + " " + asked.command())
                .toList();
    }

    private void advance() {
        pipeline.advance();
    }

    private void answered(int replies) {
        for (int i = 0; i < replies; i++) {
            pipeline.replied(Reply.OK);
        }
    }

    @Test
    void aRunOfCommandsForOneOwnerIsHandedOverAtOnce() {
        pipeline.add(LOCKED);
        pipeline.add(LOCKED);
        assertThat(sent()).containsExactly("tutti.sync.0 Locked[name=l]", "tutti.sync.0 Locked[name=l]");
    }

    @Test
    void anotherOwnerIsAskedWhenTheRepliesAreIn() {
        pipeline.add(LOCKED);
        pipeline.add(new LockCommand.Locked("m"));
        pipeline.add(SIZE);
        assertThat(sent()).containsExactly("tutti.sync.0 Locked[name=l]");
        answered(1);
        assertThat(sent()).containsExactly("tutti.sync.1 Locked[name=m]");
        answered(1);
        assertThat(sent()).containsExactly("tutti.producer.1 Size[queue=q]");
    }

    @Test
    void repliesThatAreNotWrittenWaitForTheReceiptOfTheNextOwner() {
        local.unwritten = true;
        pipeline.add(LOCKED);
        pipeline.add(LOCKED);
        pipeline.add(SIZE);
        assertThat(sent())
                .containsExactly(
                        "tutti.sync.0 Received[]", "tutti.sync.0 Locked[name=l]", "tutti.sync.0 Locked[name=l]");
        answered(1);
        local.unwritten = false;
        answered(1);
        assertThat(sent()).containsExactly("tutti.producer.1 Size[queue=q]");
    }

    @Test
    void aCommandThatBringsABugToLightIsAnsweredWithAnErrorInItsPlace() {
        ConnectionCommand.ClientId asked = new ConnectionCommand.ClientId();
        local.bug = new StackOverflowError();
        pipeline.add(SIZE);
        pipeline.add(asked);
        assertThat(local.written).isEmpty();
        answered(1);
        assertThat(local.written).containsExactly("OK", RecordedBus.told(Refusal.internalError()));
        local.bug = null;
        pipeline.add(asked);
        assertThat(local.executed).containsExactly(asked.toString());
        assertThat(pipeline.isIdle()).isTrue();
    }

    @Test
    void aLongReplyWaitsUntilTheClientHasReadAndCommandsBehindItDoToo() {
        QueueCommand.Peek peek = new QueueCommand.Peek("q", 1);
        local.drained = false;
        pipeline.add(SIZE);
        pipeline.add(peek);
        pipeline.add(SIZE);
        assertThat(sent()).containsExactly("tutti.producer.1 " + SIZE);
        answered(1);
        assertThat(sent()).isEmpty();
        local.drained = true;
        assertThat(pipeline.sent()).isTrue();
        assertThat(sent()).containsExactly("tutti.producer.1 " + peek, "tutti.producer.1 " + SIZE);
        assertThat(pipeline.progress().lastAnswered()).isEqualTo(1);
        answered(2);
        assertThat(pipeline.progress().lastAnswered()).isEqualTo(3);
        assertThat(pipeline.progress().lastAdded()).isEqualTo(3);
        assertThat(pipeline.sent()).isFalse();
    }

    @Test
    void aLongReplyWaitsForRoomAndIsToldOfIt() {
        ReplyTurns.Waiter other = () -> {};
        turns.take(other, 995);
        pipeline.add(new QueueCommand.Peek("q", 1));
        assertThat(sent()).isEmpty();
        turns.release(995);
        assertThat(local.turns).isEqualTo(1);
        assertThat(pipeline.sent()).isTrue();
        assertThat(sent()).hasSize(1);
    }

    @Test
    void oneNameHasOneOwnerWhateverItIsAsked() {
        pipeline.add(new LockCommand.Acquire("l", 0, 0));
        pipeline.add(new EventCommand.Set("l"));
        assertThat(sent()).allMatch(asked -> asked.startsWith("tutti.sync.0 ")).hasSize(2);
    }

    @Test
    void anOwnerIsToldTheNameWhenItIsMet() {
        pipeline.contacts().named("me");
        assertThat(sent()).isEmpty();
        pipeline.add(LOCKED);
        answered(1);
        pipeline.add(SIZE);
        assertThat(sent())
                .containsExactly(
                        "tutti.producer.1 Named[name=me]",
                        "tutti.producer.1 Size[queue=q]",
                        "tutti.sync.0 Named[name=me]",
                        "tutti.sync.0 Locked[name=l]");
    }

    @Test
    void everyOwnerIsToldThatTheNameHasChanged() {
        pipeline.add(LOCKED);
        answered(1);
        pipeline.add(SIZE);
        answered(1);
        sent();
        pipeline.contacts().named("me");
        pipeline.contacts().named("me");
        assertThat(sent()).containsExactlyInAnyOrder("tutti.producer.1 Named[name=me]", "tutti.sync.0 Named[name=me]");
        pipeline.contacts().named("");
        assertThat(sent()).containsExactlyInAnyOrder("tutti.producer.1 Named[name=]", "tutti.sync.0 Named[name=]");
    }

    @Test
    void whoHasNoNameIsNotIntroduced() {
        pipeline.contacts().named("");
        pipeline.add(LOCKED);
        assertThat(sent()).containsExactly("tutti.sync.0 Locked[name=l]");
    }

    @Test
    void anOwnerThatIsMetAfterTheInputEndedIsToldSo() {
        pipeline.contacts().named("me");
        pipeline.inputEnded();
        pipeline.add(LOCKED);
        assertThat(sent())
                .containsExactly(
                        "tutti.sync.0 Named[name=me]", "tutti.sync.0 InputEnded[]", "tutti.sync.0 Locked[name=l]");
    }

    @Test
    void everyOwnerIsToldOfTheEndOnce() {
        pipeline.add(LOCKED);
        answered(1);
        pipeline.add(SIZE);
        sent();
        pipeline.end();
        pipeline.end();
        assertThat(sent()).containsExactlyInAnyOrder("tutti.producer.1 Closed[]", "tutti.sync.0 Closed[]");
        pipeline.contacts().named("late");
        assertThat(sent()).isEmpty();
    }

    @Test
    void oneThatIsAbandonedWaitsForNobodyAndKeepsWhatItHolds() {
        pipeline.add(LOCKED);
        answered(1);
        pipeline.add(new QueueCommand.Get("q", 1, Command.FOR_EVER, Command.NO_TIMEOUT));
        sent();
        pipeline.abandon();
        pipeline.end();
        assertThat(pipeline.isIdle()).isTrue();
        assertThat(sent()).containsExactlyInAnyOrder("tutti.producer.1 Abandoned[]", "tutti.sync.0 Abandoned[]");
    }

    @Test
    void aCommandOfTheConnectionItselfWaitsForTheRepliesBeforeIt() {
        pipeline.add(LOCKED);
        pipeline.add(new ConnectionCommand.SetName("me"));
        pipeline.add(LOCKED);
        assertThat(local.executed).isEmpty();
        assertThat(sent()).hasSize(1);
        answered(1);
        assertThat(local.executed).containsExactly("SetName[name=me]");
        assertThat(sent()).hasSize(1);
    }

    @Test
    void beforeThePasswordNoOwnerIsSentAnything() {
        local.authenticated = false;
        pipeline.add(LOCKED);
        assertThat(sent()).isEmpty();
        assertThat(local.executed).containsExactly("Locked[name=l]");
    }

    @Test
    void anOperationHoldsBackWhatIsBehindItUntilItFinishes() {
        RecordedOperation operation = new RecordedOperation(Reply.NULL);
        pipeline.begin(operation);
        pipeline.add(LOCKED);
        assertThat(sent()).isEmpty();
        assertThat(pipeline.length()).isEqualTo(2);
        assertThat(local.flushes).isZero();
        pipeline.finish();
        assertThat(sent()).hasSize(1);
        assertThat(local.flushes).isEqualTo(1);
        assertThat(operation.cancelled).isFalse();
    }

    @Test
    void anOperationThatIsUnblockedIsCancelledAndAnsweredAtOnce() {
        RecordedOperation operation = new RecordedOperation(Reply.NULL_ARRAY);
        pipeline.begin(operation);
        assertThat(pipeline.unblock(false, "there", 1)).isEqualTo(1);
        assertThat(operation.cancelled).isTrue();
        assertThat(local.written).containsExactly("NullArray");
        assertThat(pipeline.isIdle()).isTrue();
    }

    private static final class RecordedOperation implements Operation {
        private final Reply over;
        private boolean cancelled;

        RecordedOperation(Reply over) {
            this.over = over;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public Reply over() {
            return over;
        }
    }
}
