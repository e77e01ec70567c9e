package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.command.ItemCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a consumer's slot tells of the progress of its item, and how often. */
@ExtendWith(VertxExtension.class)
class ProgressReporterTest {

    private static final Reply FULL = Refusal.full("no room").reply();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Context context;
    private ProgressReporter reporter;
    private DeliveredItem item;

    @BeforeEach
    void anItemBegins(Vertx vertx) throws Exception {
        context = vertx.getOrCreateContext();
        reporter = new ProgressReporter(vertx, command -> {
            ItemCommand.Touch touch = (ItemCommand.Touch) command;
            told.add(touch.queue() + " " + touch.id() + " " + new String(touch.progress()));
        });
        item = item(1);
        onLoop(() -> reporter.begin(item));
    }

    private DeliveredItem item(long id) {
        return new DeliveredItem(
                "q",
                id,
                1,
                Buffer.buffer(),
                null,
                progressed -> context.runOnContext(turn -> reporter.tell(progressed)));
    }

    /** Runs a step on the event loop, behind what was told before. */
    private void onLoop(Runnable step) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(turn -> {
            step.run();
            done.complete(null);
        });
        TestConsumer.await(done);
    }

    private void progress(String... progresses) throws Exception {
        for (String progress : progresses) {
            item.progress(progress);
            onLoop(() -> {});
        }
    }

    private void answer(Reply reply) throws Exception {
        onLoop(() -> {
            assertThat(reporter.expectsReply()).isTrue();
            reporter.replied(reply);
        });
    }

    private void assertExpectsNoReply() throws Exception {
        onLoop(() -> assertThat(reporter.expectsReply()).isFalse());
    }

    private void awaitTold(int times) {
        Await.until("it is told", () -> told.size() >= times);
    }

    @Test
    void aProgressIsToldAtOnce() throws Exception {
        assertExpectsNoReply();
        progress("half");
        assertThat(told).containsExactly("q 1 half");
        answer(Reply.OK);
        assertExpectsNoReply();
    }

    @Test
    void ofThoseThatComeBeforeTheReplyOnlyTheLastIsTold() throws Exception {
        progress("0 %", "50 %", "100 %");
        assertThat(told).containsExactly("q 1 0 %");
        answer(Reply.OK);
        awaitTold(2);
        assertThat(told).containsExactly("q 1 0 %", "q 1 100 %");
        answer(Reply.OK);
        assertExpectsNoReply();
    }

    @Test
    void ofThoseThatComeSoonAfterOneAnotherOnlyTheLastIsTold() throws Exception {
        progress("0 %");
        answer(Reply.OK);
        onLoop(() -> {
            for (int percent = 0; percent <= 100; percent++) {
                item.progress(percent + " %");
                reporter.tell(item);
            }
        });
        awaitTold(2);
        assertThat(told).containsExactly("q 1 0 %", "q 1 100 %");
    }

    @Test
    void theLastOneIsToldBeforeTheEndOfAnItemThatMayComeBack() throws Exception {
        progress("1", "2");
        onLoop(reporter::end);
        assertThat(told).containsExactly("q 1 1", "q 1 2");
        answer(Reply.OK);
        answer(Reply.OK);
        assertExpectsNoReply();
    }

    @Test
    void nothingIsToldOfAnItemThatIsForgotten() throws Exception {
        progress("1", "2");
        onLoop(reporter::forget);
        answer(Reply.OK);
        onLoop(reporter::end);
        assertThat(told).containsExactly("q 1 1");
    }

    @Test
    void nothingIsToldOfAnItemAfterItsEndThoughTheNextOneRuns() throws Exception {
        DeliveredItem next = item(2);
        onLoop(() -> {
            reporter.end();
            reporter.begin(next);
        });
        progress("late");
        assertThat(told).isEmpty();
        item = next;
        progress("1");
        assertThat(told).containsExactly("q 2 1");
    }

    @Test
    void theNextItemDoesNotWaitBecauseOfTheLastOne() throws Exception {
        progress("1");
        answer(FULL);
        item = item(2);
        onLoop(() -> {
            reporter.forget();
            reporter.begin(item);
        });
        progress("a");
        assertThat(told).containsExactly("q 1 1", "q 2 a");
    }

    @Test
    void aRefusalForGoodDoesNotHoldUpTheNext() throws Exception {
        progress("1", "2");
        answer(Refusal.noItem("item 1").reply());
        awaitTold(2);
        assertThat(told).containsExactly("q 1 1", "q 1 2");
    }

    @Test
    void oneThatThereIsNoMemoryForIsToldAgain() throws Exception {
        progress("1");
        answer(FULL);
        assertThat(told).hasSize(1);
        awaitTold(2);
        assertThat(told).containsExactly("q 1 1", "q 1 1");
    }

    @Test
    void aNewerOneIsToldInsteadOfOneThatThereWasNoMemoryFor() throws Exception {
        progress("1", "2");
        answer(FULL);
        progress("3");
        awaitTold(2);
        assertThat(told).containsExactly("q 1 1", "q 1 3");
    }

    /** Whatever the order in which several threads tell it, the last one is told last. */
    @Test
    void theLastOfManyThreadsIsToldLast() throws Exception {
        progress("first");
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    item.progress("early");
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        item.progress("last");
        answer(Reply.OK);
        awaitTold(2);
        assertThat(told).containsExactly("q 1 first", "q 1 last");
    }
}
