package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** QUEUE MOVE: the queues may be on different event loops, which makes no difference to anybody. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class MoveIT {

    /** Of queues with one-letter names, neighbours in the alphabet have different owners where there are two. */
    private static final String FROM = "a";

    private static final String TO = "b";

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    MoveIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    private void put(String queue, int items) {
        IntStream.range(0, items).forEach(i -> client.integer("QUEUE PUT " + queue + " item" + i));
    }

    private List<Object> items(String queue) {
        return client.list("QUEUE PEEK " + queue + " COUNT 1000").stream()
                .map(item -> ((List<?>) item).get(1))
                .map(Object.class::cast)
                .toList();
    }

    private void await(RespClient waiting, String command) {
        long id = waiting.id();
        waiting.tell(command);
        server.awaitUnanswered(id, 1);
    }

    @Test
    void allMoveInTheirOrder() {
        put(FROM, 5);
        put(TO, 1);
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(5);
        assertThat(items(TO)).containsExactly("item0", "item0", "item1", "item2", "item3", "item4");
        assertThat(client.ask("QUEUE JOIN a TIMEOUT 0")).isEqualTo("OK");
        assertThat(client.list("QUEUE LIST")).doesNotContain("a").contains("b");
    }

    @Test
    void asManyMoveAsFit() {
        client.ask("QUEUE CREATE b MAXSIZE 3");
        put(FROM, 5);
        put(TO, 1);
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(2);
        assertThat(items(FROM)).containsExactly("item2", "item3", "item4");
        assertThat(client.integer("QUEUE MOVE a b")).isZero();
        assertThat(client.ask("QUEUE PUT b x TIMEOUT 0")).isEqualTo(Null.BULK);
        client.ask("QUEUE PURGE b");
        assertThat(client.integer("QUEUE MOVE a b COUNT 2")).isEqualTo(2);
        assertThat(client.integer("QUEUE PUT b x TIMEOUT 0")).isPositive();
        assertThat(client.ask("QUEUE PUT b y TIMEOUT 0")).isEqualTo(Null.BULK);
    }

    @Test
    void manyMoveAtOnce() {
        StringBuilder puts = new StringBuilder();
        IntStream.range(0, 30_000)
                .forEach(i -> puts.append("QUEUE PUT a ").append(i).append('\n'));
        client.send(puts.toString()).read(30_000);
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(30_000);
        assertThat(items(TO).subList(0, 1000))
                .isEqualTo(IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
        assertThat(client.integer("QUEUE SIZE b")).isEqualTo(30_000);
    }

    @Test
    void idsStayAndAttemptsStartAnew() {
        client.ask("QUEUE CREATE a ATTEMPTS 5");
        long id = client.integer("QUEUE PUT a x");
        client.ask("QUEUE GET a");
        client.ask("QUEUE FAIL a " + id);
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(1);
        assertThat(client.list("QUEUE GET b")).containsExactly(id, "x", 1L);
        assertThat(client.ask("QUEUE DONE b " + id)).isEqualTo("OK");
    }

    @Test
    void prioritiesStay() {
        client.ask("QUEUE CREATE a KIND priority");
        client.ask("QUEUE CREATE b KIND priority");
        client.ask("QUEUE PUT a late PRIORITY 9");
        client.ask("QUEUE PUT a early PRIORITY -9");
        client.ask("QUEUE PUT b middle");
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(2);
        assertThat(items(TO)).containsExactly("early", "middle", "late");
    }

    @Test
    void whatComesFeedsThoseWhoWait() {
        await(other, "QUEUE GET b COUNT 2");
        put(FROM, 3);
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(3);
        assertThat((List<?>) other.read()).isNotEmpty();
    }

    @Test
    void roomIsMadeForThoseWhoWaitToPut() {
        client.ask("QUEUE CREATE a MAXSIZE 1");
        put(FROM, 1);
        await(other, "QUEUE PUT a waits");
        assertThat(client.integer("QUEUE MOVE a b COUNT 1")).isEqualTo(1);
        assertThat((Long) other.read()).isPositive();
        assertThat(items(FROM)).containsExactly("waits");
    }

    @Test
    void aSubmittedItemIsAwaitedWhereItIsNow() {
        long id = client.integer("SUBMIT a x");
        await(other, "AWAIT a " + id);
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(1);
        assertThat(client.refusal("AWAIT a " + id)).startsWith("NOITEM ");
        assertThat(client.ask("AWAIT b " + id + " TIMEOUT 0")).isEqualTo(Null.BULK);
        client.ask("QUEUE GET b");
        assertThat(client.ask("QUEUE DONE b " + id + " result")).isEqualTo("OK");
        assertThat(client.ask("AWAIT b " + id)).isEqualTo("result");
        assertThat(other.read()).isEqualTo("result");
    }

    @Test
    void aSubmittedItemIsCancelledWhereItIsNow() {
        long id = client.integer("SUBMIT a x");
        await(other, "AWAIT a " + id);
        client.ask("QUEUE MOVE a b");
        assertThat(client.integer("CANCEL a " + id)).isZero();
        assertThat(client.integer("CANCEL b " + id)).isEqualTo(1);
        assertThat(((Failure) other.read()).text()).startsWith("CANCELLED ");
        assertThat(client.integer("QUEUE SIZE b")).isZero();
    }

    @Test
    void whoRunsATaskGoesOnWaitingForIt() {
        await(other, "RUN a x");
        server.awaitStat(FROM, "size", 1);
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(1);
        long id = (Long) client.list("QUEUE GET b").get(0);
        assertThat(client.ask("QUEUE FAIL b " + id + " why")).isEqualTo("OK");
        assertThat(other.read()).isEqualTo(new Failure("FAILED why"));
    }

    @Test
    void whoRunsATaskAndGoesAwayCancelsItWhereItIsNow() {
        await(other, "RUN a x");
        server.awaitStat(FROM, "size", 1);
        client.ask("QUEUE MOVE a b");
        other.abort();
        server.awaitStat(TO, "unfinished", 0);
        assertThat(client.integer("QUEUE SIZE b")).isZero();
    }

    @Test
    void aPartOfATaskGroupIsCancelledWhereItIsNow() {
        await(other, "TASKGROUP a x fails y");
        server.awaitStat(FROM, "size", 1);
        client.ask("QUEUE MOVE a b");
        long failing = (Long) client.list("QUEUE GET fails").get(0);
        client.ask("QUEUE FAIL fails " + failing + " why");
        assertThat(other.read()).isEqualTo(new Failure("FAILED why"));
        assertThat(client.integer("QUEUE SIZE b")).isZero();
    }

    @Test
    void aQueueThatIsShutDownTakesNone() {
        put(FROM, 2);
        client.ask("QUEUE SHUTDOWN b");
        assertThat(client.refusal("QUEUE MOVE a b")).startsWith("SHUTDOWN ");
        assertThat(client.integer("QUEUE SIZE a")).isEqualTo(2);
        assertThat(client.refusal("QUEUE MOVE nothing b")).startsWith("SHUTDOWN ");
    }

    @Test
    void nothingComesOfNothing() {
        assertThat(client.integer("QUEUE MOVE a b")).isZero();
        assertThat(client.list("QUEUE LIST")).doesNotContain("a", "b");
    }

    @Test
    void thereAndBackAgain() {
        put(FROM, 3);
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(3);
        assertThat(client.integer("QUEUE MOVE b a COUNT 2")).isEqualTo(2);
        assertThat(items(FROM)).containsExactly("item0", "item1");
        assertThat(client.integer("QUEUE MOVE a a COUNT 1")).isEqualTo(1);
        assertThat(items(FROM)).containsExactly("item1", "item0");
    }
}
