package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.Replies;
import dev.tutti.command.ItemCommand;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.QueueCommand.Fail;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal.Unblock;
import dev.tutti.log.EventLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands that a consumer sends to the owner of its queue, also when it stops while items run. */
@ExtendWith(VertxExtension.class)
class ConsumerSlotsTest {

    private static final int MAX_ITEM_SIZE = 100;

    private final RecordedBus bus = new RecordedBus();
    /** The result of the item that runs. */
    private final Promise<Buffer> result = Promise.promise();

    private final AtomicReference<DeliveredItem> running = new AtomicReference<>();

    private Context context;
    private TaskSupervisor supervisor;
    private ConsumerSlots slots;

    @BeforeEach
    void takeAnItem(Vertx vertx) throws Exception {
        context = vertx.getOrCreateContext();
        supervisor = new TaskSupervisor(vertx, this::run, "q", 2, 0, MAX_ITEM_SIZE, new EventLog());
        turn(() -> {
            slots = new ConsumerSlots(context, "q", new BusOwner(bus.eventBus(), "owner", "consumer"), supervisor);
            slots.open(2, new AtomicLong()::incrementAndGet);
            receive(RecordedBus.reply(1, new Reply.Delivery(7, new byte[0], 1)));
            return null;
        });
        assertThat(sentOf(Consume.class)).hasSize(2);
    }

    private void receive(Replies replies) {
        for (int i = 0; i < replies.size(); i++) {
            replies.deliver(i, slots.caller(replies.coroutine(i)));
        }
    }

    private TaskExecution run(DeliveredItem item) {
        running.set(item);
        return TaskExecution.completed(result.future());
    }

    /** Runs a step on the event loop, and then the code that it put off to the end of the turn. */
    private <T> T turn(Callable<T> step) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(begins -> {
            try {
                T given = step.call();
                context.runOnContext(ends -> done.complete(given));
            } catch (Exception failure) {
                done.completeExceptionally(failure);
            }
        });
        return done.get(20, TimeUnit.SECONDS);
    }

    private <T> List<T> sentOf(Class<T> type) throws Exception {
        return turn(bus::requests).stream()
                .map(RecordedBus.Asked::command)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void anItemThatFailsHasFailed() throws Exception {
        turn(() -> result.tryFail("why"));
        assertThat(sentOf(Fail.class)).extracting(Fail::id).containsExactly(7L);
    }

    @Test
    void progressIsToldByTouch() throws Exception {
        running.get().progress("half");
        turn(() -> null);
        assertThat(sentOf(ItemCommand.Touch.class))
                .extracting(touch -> touch.id() + " " + new String(touch.progress()))
                .containsExactly("7 half");
        turn(() -> result.tryComplete(Buffer.buffer("result")));
        assertThat(sent()).containsExactly("Done", "Consume");
        answer(Reply.OK, Reply.OK, new Reply.Delivery(8, new byte[0], 2));
        assertThat(running.get().id()).isEqualTo(8);
        assertThat(running.get().attempt()).isEqualTo(2);
    }

    @Test
    void theLastProgressIsToldBeforeAFailure() throws Exception {
        turn(() -> {
            running.get().progress("half");
            return result.tryFail("why");
        });
        assertThat(sent()).containsExactly("Touch", "Fail", "Consume");
        answer(Reply.OK, Reply.OK, new Reply.Delivery(8, new byte[0], 1));
        assertThat(running.get().id()).isEqualTo(8);
    }

    @Test
    void aResultIsReportedWithoutTheLastProgress() throws Exception {
        turn(() -> {
            running.get().progress("half");
            return result.tryComplete(Buffer.buffer("result"));
        });
        assertThat(sent()).containsExactly("Done", "Consume");
    }

    @Test
    void theStopTellsTheLastProgressOfAnItemThatItCutsShort() throws Exception {
        turn(() -> {
            running.get().progress("half");
            return supervisor.stop();
        });
        turn(() -> result.tryFail("interrupted"));
        assertThat(sent()).containsExactly("Touch");
    }

    @Test
    void aResultThatThereIsNoMemoryForIsReportedAgainAndNothingElseRunsMeanwhile() throws Exception {
        turn(() -> result.tryComplete(Buffer.buffer("result")));
        assertThat(sent()).containsExactly("Done", "Consume");
        Reply full = Refusal.full("no room").reply();
        for (int times = 0; times < 2; times++) {
            answer(full, full);
            assertThat(sent()).isEmpty();
            assertThat(awaitSent()).containsExactly("Done", "Consume");
        }
        answer(Reply.OK, new Reply.Delivery(8, new byte[0], 1));
        assertThat(sent()).containsExactly("Done", "Consume");
    }

    @Test
    void aResultThatIsRefusedForGoodIsNotReportedAgainIfTheOwnerDelivers() throws Exception {
        turn(() -> result.tryComplete(Buffer.buffer("result")));
        answer(Refusal.full("the journal has failed").reply(), new Reply.Delivery(8, new byte[0], 1));
        answer(Refusal.noItem("item 8").reply(), Refusal.shutDown("q").reply());
        assertThat(sentOf(Done.class)).extracting(Done::id).containsExactly(7L, 8L);
    }

    private void answer(Reply... replies) throws Exception {
        turn(() -> {
            receive(RecordedBus.reply(1, replies));
            return null;
        });
    }

    /** The commands that the first slot has sent since the last call. */
    private List<String> sent() throws Exception {
        return turn(bus::requests).stream()
                .filter(asked -> asked.coroutine() == 1)
                .map(asked -> asked.command().getClass().getSimpleName())
                .toList();
    }

    /** Waits until the first slot sends commands, and returns them. */
    private List<String> awaitSent() {
        List<String> sent = new ArrayList<>();
        Await.until("the slot sends a command", () -> {
            try {
                sent.addAll(sent());
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
            return !sent.isEmpty();
        });
        return sent;
    }

    @Test
    void anItemThatTheStopCutsShortHasNotFailed() throws Exception {
        turn(supervisor::stop);
        turn(() -> result.tryFail("interrupted"));
        assertThat(sentOf(Fail.class)).isEmpty();
    }

    @Test
    void neitherHasOneThatComesDuringTheStop() throws Exception {
        turn(supervisor::stop);
        turn(() -> {
            receive(RecordedBus.reply(2, new Reply.Delivery(8, new byte[0], 1)));
            return null;
        });
        assertThat(sentOf(Fail.class)).isEmpty();
    }

    @Test
    void anItemThatIsDoneJustBeforeTheStopIsDone() throws Exception {
        turn(() -> {
            result.complete(Buffer.buffer("result"));
            return supervisor.stop();
        });
        assertThat(sentOf(Done.class)).extracting(Done::id).containsExactly(7L);
    }

    @Test
    void theyAreClosedWhenTheOwnerHasAnsweredForEach() throws Exception {
        turn(() -> {
            result.complete(Buffer.buffer("result"));
            return supervisor.stop();
        });
        Future<Void> closed = turn(slots::close);
        assertThat(sentOf(Unblock.class)).hasSize(2);
        turn(() -> answered(1, Reply.OK));
        turn(() -> toldUnblocked(false));
        turn(() -> answered(2, Reply.NULL_ARRAY));
        assertThat(closed.isComplete()).isFalse();
        turn(() -> toldUnblocked(true));
        assertThat(closed.isComplete()).isTrue();
        assertThat(sentOf(Consume.class)).as("none asks again").isEmpty();
    }

    private Void answered(long coroutine, Reply reply) {
        receive(RecordedBus.reply(coroutine, reply));
        return null;
    }

    private Void toldUnblocked(boolean waited) {
        receive(RecordedBus.notice(0, Notice.Count.of(waited)));
        return null;
    }
}
