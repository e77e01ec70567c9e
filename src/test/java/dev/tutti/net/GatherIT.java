package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GATHER, with consumers of the server and with remote workers on the queues {@code work} and {@code play}. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class GatherIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient caller;
    private RespClient worker;

    GatherIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).server("closeGrace", "1h").server("runTimeout", "0s");
    }

    @BeforeEach
    void connect() {
        caller = server.connect();
        worker = server.connect();
    }

    private long take(String queue) {
        return (Long) worker.list("QUEUE GET " + queue).get(0);
    }

    @Test
    void resultsComeInTheOrderOfTheArguments() {
        assertThat(caller.ask("GATHER upper a echo b sleep 20 upper c")).isEqualTo(List.of("A", "b", "20", "C"));
    }

    @Test
    void ofNothingTheResultIsEmpty() {
        assertThat(caller.ask("GATHER")).isEqualTo(List.of());
        assertThat(caller.ask("GATHER TIMEOUT 5 LIMIT 1 RETURN_EXCEPTIONS")).isEqualTo(List.of());
    }

    @Test
    void allItemsAreUnderWayAtOnce() {
        caller.tell("GATHER work a play b work c");
        server.awaitStat("work", "size", 2);
        server.awaitStat("play", "size", 1);
        long a = take("work");
        long c = take("work");
        long b = take("play");
        worker.ask("QUEUE DONE work " + c + " C");
        worker.ask("QUEUE DONE play " + b + " B");
        worker.ask("QUEUE DONE work " + a + " A");
        assertThat(caller.read()).isEqualTo(List.of("A", "B", "C"));
    }

    @Test
    void withLimitAtMostThatManyAreUnderWay() {
        worker.ask("QUEUE CREATE work");
        caller.tell("GATHER LIMIT 2 work a play b work c work d");
        server.awaitStat("play", "size", 1);
        long a = take("work");
        assertThat(server.stat("work", "put")).isEqualTo(1);
        worker.ask("QUEUE DONE work " + a + " A");
        server.awaitStat("work", "put", 2);
        worker.ask("QUEUE DONE work " + take("work") + " C");
        server.awaitStat("work", "put", 3);
        worker.ask("QUEUE DONE play " + take("play") + " B");
        worker.ask("QUEUE DONE work " + take("work") + " D");
        assertThat(caller.read()).isEqualTo(List.of("A", "B", "C", "D"));
    }

    @Test
    void aLimitBeyondTheItemsIsNone() {
        assertThat(caller.ask("GATHER LIMIT 99 echo a echo b")).isEqualTo(List.of("a", "b"));
    }

    @Test
    void withReturnExceptionsFailuresStandInTheirPlaces() {
        assertThat(caller.ask("GATHER RETURN_EXCEPTIONS echo a fail b echo c"))
                .isEqualTo(List.of("a", new Failure("FAILED b"), "c"));
        assertThat(caller.ask("GATHER return_exceptions limit 1 fail a fail b"))
                .isEqualTo(List.of(new Failure("FAILED a"), new Failure("FAILED b")));
    }

    @Test
    void theFirstFailureIsTheReplyAndTheOthersRunOn() {
        assertThat(caller.ask("GATHER work a fail oops work b")).isEqualTo(new Failure("FAILED oops"));
        assertThat(caller.ask("PING")).isEqualTo("PONG");
        assertThat(worker.ask("QUEUE DONE work " + take("work") + " A")).isEqualTo("OK");
        assertThat(worker.ask("QUEUE DONE work " + take("work") + " B")).isEqualTo("OK");
    }

    @Test
    void theFirstFailureIsTheFirstInTime() {
        caller.tell("GATHER work a work b");
        take("work");
        worker.ask("QUEUE FAIL work " + take("work") + " second");
        assertThat(caller.read()).isEqualTo(new Failure("FAILED second"));
    }

    @Test
    void whatLimitHeldBackRunsOnToo() {
        assertThat(caller.ask("GATHER LIMIT 1 fail oops work a work b")).isEqualTo(new Failure("FAILED oops"));
        worker.ask("QUEUE DONE work " + take("work"));
        assertThat(worker.list("QUEUE GET work").get(1)).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LIMIT 1 "})
    void whatFailsAfterTheReplyGoesToTheDeadLetterQueue(String limit) {
        assertThat(caller.ask("GATHER " + limit + "fail oops work a")).isEqualTo(new Failure("FAILED oops"));
        long id = take("work");
        worker.ask("QUEUE FAIL work " + id + " later");
        assertThat(worker.ask("QUEUE PEEK work.dead")).isEqualTo(List.of(List.of(id, "a")));
    }

    @Test
    void whatFailsWhenTheCallerOfAFailedGatherIsGoneGoesThereToo() {
        assertThat(caller.ask("GATHER fail oops work a")).isEqualTo(new Failure("FAILED oops"));
        long id = caller.id();
        caller.close();
        server.awaitGone(id);
        worker.ask("QUEUE FAIL work " + take("work"));
        assertThat(worker.integer("QUEUE SIZE work.dead")).isEqualTo(1);
    }

    @Test
    void whatFailsBeforeTheReplyDoesNotGoThere() {
        caller.tell("GATHER RETURN_EXCEPTIONS work a work b");
        worker.ask("QUEUE FAIL work " + take("work") + " one");
        worker.ask("QUEUE FAIL work " + take("work") + " two");
        assertThat(caller.read()).isEqualTo(List.of(new Failure("FAILED one"), new Failure("FAILED two")));
        assertThat(worker.integer("QUEUE SIZE work.dead")).isZero();
    }

    @Test
    void whatTimesOutIsCancelled() {
        caller.tell("GATHER TIMEOUT 100 work a work b echo c");
        long a = take("work");
        assertThat(caller.read()).isEqualTo(Null.ARRAY);
        assertThat(worker.refusal("QUEUE DONE work " + a)).startsWith("CANCELLED ");
        assertThat(worker.ask("QUEUE GET work TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void timeoutZeroIsNullAndPutsNothing() {
        assertThat(caller.ask("GATHER TIMEOUT 0 work a")).isEqualTo(Null.ARRAY);
        assertThat(server.stat("work", "put")).isZero();
    }

    @Test
    void whatLimitHeldBackIsNotStartedAfterATimeout() {
        caller.tell("GATHER TIMEOUT 100 LIMIT 1 work a work b");
        long a = take("work");
        assertThat(caller.read()).isEqualTo(Null.ARRAY);
        assertThat(worker.refusal("QUEUE DONE work " + a)).startsWith("CANCELLED ");
        assertThat(server.stat("work", "put")).isLessThanOrEqualTo(1);
        assertThat(worker.ask("QUEUE GET work TIMEOUT 50")).isEqualTo(Null.ARRAY);
    }

    @Test
    void whatACallerLeavesIsCancelled() {
        caller.tell("GATHER work a work b play c");
        long a = take("work");
        server.awaitStat("play", "size", 1);
        caller.abort();
        server.awaitStat("play", "size", 0);
        server.awaitStat("work", "unfinished", 0);
        assertThat(worker.refusal("QUEUE DONE work " + a)).startsWith("CANCELLED ");
        assertThat(worker.ask("QUEUE GET work TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void itemsThatFindNoRoomWaitForIt() {
        worker.ask("QUEUE CREATE work MAXSIZE 1");
        caller.tell("GATHER work a work b work c");
        server.awaitStat("work", "putters", 2);
        for (String result : List.of("A", "B", "C")) {
            worker.ask("QUEUE DONE work " + take("work") + " " + result);
        }
        assertThat(caller.read()).isEqualTo(List.of("A", "B", "C"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RETURN_EXCEPTIONS ", "LIMIT 1 "})
    void aQueueThatIsShutDownToBeginWithIsTheWholeReplyAndNothingIsPut(String options) {
        worker.ask("QUEUE SHUTDOWN play");
        for (int i = 0; i < 20; i++) {
            assertThat(caller.ask("GATHER " + options + "work a play b work c"))
                    .isEqualTo(new Failure("SHUTDOWN queue play is shut down"));
        }
        assertThat(server.stat("work", "put")).isZero();
        assertThat(worker.list("QUEUE LIST")).doesNotContain("work");
    }

    @Test
    void oneThatIsShutDownWhileItemsWaitForRoomFailsThoseInTheirPlaces() {
        worker.ask("QUEUE CREATE work MAXSIZE 1");
        caller.tell("GATHER RETURN_EXCEPTIONS work a work b echo c");
        server.awaitStat("work", "putters", 1);
        worker.ask("QUEUE SHUTDOWN work");
        worker.ask("QUEUE DONE work " + take("work") + " A");
        assertThat(caller.read()).isEqualTo(List.of("A", new Failure("SHUTDOWN queue work is shut down"), "c"));
    }

    @Test
    void oneThatIsShutDownWhileLimitHoldsItemsBackFailsThoseInTheirPlaces() {
        caller.tell("GATHER LIMIT 1 RETURN_EXCEPTIONS work a work b echo c");
        long a = take("work");
        worker.ask("QUEUE SHUTDOWN work");
        worker.ask("QUEUE DONE work " + a + " A");
        assertThat(caller.read()).isEqualTo(List.of("A", new Failure("SHUTDOWN queue work is shut down"), "c"));
    }

    @Test
    void aDeletedItemIsAFailureInItsPlace() {
        caller.tell("GATHER RETURN_EXCEPTIONS work a work b echo c");
        long a = take("work");
        server.awaitStat("work", "size", 1);
        worker.ask("QUEUE DELETE work");
        assertThat(worker.refusal("QUEUE DONE work " + a)).startsWith("NOITEM ");
        List<?> results = (List<?>) caller.read();
        assertThat(results.subList(0, 2))
                .allMatch(failure -> ((Failure) failure).text().startsWith("CANCELLED "));
        assertThat(results.get(2)).isEqualTo("c");
    }

    @Test
    void aPurgedItemIsAFailureInItsPlace() {
        caller.tell("GATHER RETURN_EXCEPTIONS work a echo b");
        server.awaitStat("work", "size", 1);
        worker.ask("QUEUE PURGE work");
        List<?> results = (List<?>) caller.read();
        assertThat(((Failure) results.get(0)).text()).startsWith("CANCELLED ");
        assertThat(results.get(1)).isEqualTo("b");
    }

    @Test
    void aCommandBehindItWaitsForItsReply() {
        caller.tell("GATHER work a").tell("PING");
        worker.ask("QUEUE DONE work " + take("work") + " A");
        assertThat(caller.read(2)).isEqualTo(List.of(List.of("A"), "PONG"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GATHER echo",
                "GATHER echo a echo",
                "GATHER TIMEOUT",
                "GATHER LIMIT 0 echo a",
                "GATHER LIMIT x echo a",
                "GATHER LIMIT 1 LIMIT 2 echo a",
                "GATHER RETURN_EXCEPTIONS RETURN_EXCEPTIONS echo a",
                "GATHER echo a TIMEOUT 5",
                "GATHER echo a LIMIT 5",
            })
    void malformedItIsRefusedAndNothingIsPut(String command) {
        assertThat(caller.refusal(command)).startsWith("ERR ");
        assertThat(server.stat("echo", "put")).isZero();
    }
}
