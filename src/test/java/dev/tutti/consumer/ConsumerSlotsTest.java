package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.QueueCommand.Fail;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.Signal.Unblock;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a consumer tells the owner of its queue when it stops while items run. */
@ExtendWith(VertxExtension.class)
class ConsumerSlotsTest {

    private static final int MAX_ITEM_SIZE = 100;

    private final RecordedBus bus = new RecordedBus();
    /** Of the item that runs. */
    private final Promise<Buffer> result = Promise.promise();

    private Context context;
    private TaskRunner runner;
    private ConsumerSlots slots;

    @BeforeEach
    void takeAnItem(Vertx vertx) throws Exception {
        context = vertx.getOrCreateContext();
        runner = new TaskRunner(vertx, item -> TaskExecution.of(result.future()), "q", 2, 0, MAX_ITEM_SIZE);
        turn(() -> {
            slots = new ConsumerSlots(
                    context, "q", new RequestSender(bus.eventBus(), "owner", "consumer"), "consumer", runner);
            slots.open(2, new AtomicLong()::incrementAndGet);
            slots.receive(RecordedBus.reply(1, new Reply.Delivery(7, new byte[0], 1)));
            return null;
        });
        assertThat(told(Consume.class)).hasSize(2);
    }

    /** Runs a step on the event loop, and then what it put off to the end of the turn. */
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

    private <T> List<T> told(Class<T> type) throws Exception {
        return turn(bus::requests).stream()
                .map(RecordedBus.Asked::command)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void anItemThatFailsHasFailed() throws Exception {
        turn(() -> result.tryFail("why"));
        assertThat(told(Fail.class)).extracting(Fail::id).containsExactly(7L);
    }

    @Test
    void aResultThatThereIsNoRoomForIsToldAgainAndNothingElseRunsMeanwhile() throws Exception {
        turn(() -> result.tryComplete(Buffer.buffer("result")));
        assertThat(said()).containsExactly("Done", "Consume");
        Reply full = Refusal.full("no room").reply();
        for (int times = 0; times < 2; times++) {
            answer(full, full);
            assertThat(said()).isEmpty();
            assertThat(saidAtLast()).containsExactly("Done", "Consume");
        }
        answer(Reply.OK, new Reply.Delivery(8, new byte[0], 1));
        assertThat(said()).containsExactly("Done", "Consume");
    }

    @Test
    void aResultThatIsRefusedForGoodIsNotToldAgainIfTheOwnerGoesOn() throws Exception {
        turn(() -> result.tryComplete(Buffer.buffer("result")));
        answer(Refusal.full("the journal has failed").reply(), new Reply.Delivery(8, new byte[0], 1));
        answer(Refusal.noItem(8).reply(), Refusal.shutDown("q").reply());
        assertThat(told(Done.class)).extracting(Done::id).containsExactly(7L, 8L);
    }

    private void answer(Reply... replies) throws Exception {
        turn(() -> {
            slots.receive(RecordedBus.reply(1, replies));
            return null;
        });
    }

    /** What the first place has said since the last time. */
    private List<String> said() throws Exception {
        return turn(bus::requests).stream()
                .filter(asked -> asked.coroutine() == 1)
                .map(asked -> asked.command().getClass().getSimpleName())
                .toList();
    }

    /** The same, when it says anything. */
    private List<String> saidAtLast() {
        List<String> said = new ArrayList<>();
        Await.until("it says anything", () -> {
            try {
                said.addAll(said());
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
            return !said.isEmpty();
        });
        return said;
    }

    @Test
    void anItemThatTheStopCutsShortHasNotFailed() throws Exception {
        turn(runner::stop);
        turn(() -> result.tryFail("interrupted"));
        assertThat(told(Fail.class)).isEmpty();
    }

    @Test
    void neitherHasOneThatComesDuringTheStop() throws Exception {
        turn(runner::stop);
        turn(() -> {
            slots.receive(RecordedBus.reply(2, new Reply.Delivery(8, new byte[0], 1)));
            return null;
        });
        assertThat(told(Fail.class)).isEmpty();
    }

    @Test
    void anItemThatIsDoneJustBeforeTheStopIsDone() throws Exception {
        turn(() -> {
            result.complete(Buffer.buffer("result"));
            return runner.stop();
        });
        assertThat(told(Done.class)).extracting(Done::id).containsExactly(7L);
    }

    @Test
    void theyAreClosedWhenTheOwnerHasAnsweredForEach() throws Exception {
        turn(() -> {
            result.complete(Buffer.buffer("result"));
            return runner.stop();
        });
        Future<Void> closed = turn(slots::close);
        assertThat(told(Unblock.class)).hasSize(2);
        turn(() -> answered(1, Reply.OK));
        turn(() -> answered(0, Signal.NOT_DONE));
        turn(() -> answered(2, Reply.NULL_ARRAY));
        assertThat(closed.isComplete()).isFalse();
        turn(() -> answered(0, Signal.DONE));
        assertThat(closed.isComplete()).isTrue();
        assertThat(told(Consume.class)).as("none asks again").isEmpty();
    }

    private Void answered(long coroutine, Reply reply) {
        slots.receive(RecordedBus.reply(coroutine, reply));
        return null;
    }
}
