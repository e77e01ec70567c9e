package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterState;
import dev.tutti.cluster.ClusterState.Role;
import dev.tutti.command.Reply;
import dev.tutti.platform.RecordedSocket;
import dev.tutti.replica.Lease;
import dev.tutti.replica.Replica;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a connection is answered while its node follows, takes over, leads, or may not answer. */
class LeadGateTest {

    private static final long ID = 7;
    private static final ClusterNode SELF = new ClusterNode("a", "a.example", 8888);
    private static final ClusterNode OTHER = new ClusterNode("b", "b.example", 8889);
    private static final String READONLY = "-READONLY this node follows, the leader is b.example:8889\r\n";
    private static final long TIMEOUT_MILLIS = 1000;
    /** A look whether replies may leave comes before that. */
    private static final long LOOK_MILLIS = 10;

    private final NetScene scene = new NetScene(new JsonObject());
    private final RecordedSocket socket = new RecordedSocket();
    private final Connection connection = scene.open(ID, socket, () -> {});
    private long nanos;
    private final Lease lease = new Lease(Duration.ofMillis(TIMEOUT_MILLIS), () -> nanos);

    private boolean enters(Role role, ClusterNode leader, Lease now) {
        boolean ended = scene.gate.change(new ClusterState(role, leader, 1, now, List.of(SELF, OTHER)));
        scene.cycle.end();
        return ended;
    }

    private void follows() {
        enters(Role.FOLLOWS, OTHER, null);
    }

    private void takesOver() {
        enters(Role.TAKES_OVER, SELF, null);
    }

    private void leads() {
        confirmLease();
        enters(Role.LEADS, SELF, lease);
    }

    private void confirmLease() {
        Replica majority = (Replica) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Replica.class},
                (proxy, method, arguments) -> CompletableFuture.completedFuture(null));
        lease.renew(majority, 1).join();
    }

    private void sends(String commands) {
        socket.sends(commands);
        scene.cycle.end();
    }

    @Test
    void aFollowerRefusesWhatOwnersHaveAPartIn() {
        follows();
        for (String command : List.of("QUEUE PUT q x", "LOCK ACQUIRE l", "GATHER q x", "WAITERS", "DRAIN")) {
            RecordedSocket own = new RecordedSocket();
            scene.open(ID + 1, own, () -> {});
            own.sends(command + "\r\nPING\r\n");
            scene.cycle.end();
            assertThat(own.written()).as(command).isEqualTo(READONLY);
        }
        assertThat(scene.sent()).isEmpty();
    }

    @Test
    void aFollowerAnswersForItself() {
        follows();
        sends("PING\r\nECHO x\r\nCLIENT ID\r\n");
        assertThat(socket.written()).isEqualTo("+PONG\r\n$1\r\nx\r\n:7\r\n");
    }

    @Test
    void aFollowerThatKnowsNoLeaderSaysSo() {
        enters(Role.FOLLOWS, null, null);
        sends("QUEUE SIZE q\r\n");
        assertThat(socket.written())
                .isEqualTo("-READONLY this node follows, and no leader is known at present, try again\r\n");
    }

    @Test
    void aTransactionIsGivenUpAtAFollower() {
        follows();
        sends("MULTI\r\nQUEUE PUT q x\r\nEXEC\r\n");
        assertThat(socket.written()).isEqualTo("+OK\r\n" + READONLY);
    }

    @Test
    void commandsWaitForTheEndOfATakeover() {
        takesOver();
        sends("PING\r\nQUEUE PUT q x\r\nPING\r\n");
        assertThat(socket.written()).isEqualTo("+PONG\r\n");
        leads();
        assertThat(scene.sent()).containsExactly("Put");
        scene.ownerReplies(ID, Reply.OK);
        assertThat(socket.written()).isEqualTo("+OK\r\n+PONG\r\n");
    }

    @Test
    void aCommandThatWaitsForATakeoverIsRefusedWhenAnotherNodeLeadsAfterAll() {
        takesOver();
        sends("QUEUE PUT q x\r\n");
        follows();
        assertThat(socket.written()).isEqualTo(READONLY);
    }

    @Test
    void aTransactionWaitsForTheEndOfATakeover() {
        takesOver();
        sends("MULTI\r\nQUEUE PUT q x\r\nEXEC\r\n");
        assertThat(socket.written()).isEqualTo("+OK\r\n+QUEUED\r\n");
        leads();
        assertThat(scene.sent()).contains("Transaction");
    }

    @Test
    void aLongTakeoverHasTheClientTryAgain() {
        takesOver();
        sends("QUEUE PUT q x\r\nPING\r\n");
        scene.timers.ring();
        scene.cycle.end();
        assertThat(socket.written())
                .isEqualTo("-LOADING this node takes over and reads the journal, try again\r\n+PONG\r\n");
        leads();
        assertThat(scene.sent()).isEmpty();
    }

    @Test
    void repliesWaitUntilTheLeaseIsValid() {
        leads();
        sends("QUEUE PUT q x\r\n");
        nanos += TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        scene.ownerReplies(ID, Reply.OK);
        scene.timers.ring(LOOK_MILLIS);
        assertThat(socket.written()).isEmpty();
        confirmLease();
        scene.timers.ring(LOOK_MILLIS);
        assertThat(socket.written()).isEqualTo("+OK\r\n");
    }

    @Test
    void aLargeReplyWaitsForTheLeaseToo() {
        leads();
        sends("QUEUE PUT q x\r\n");
        lease.giveUp();
        scene.ownerReplies(ID, Reply.text("x".repeat(1 << 20)));
        assertThat(socket.written()).isEmpty();
    }

    @Test
    void aLeadThatHasEndedHasItsConnectionsClosed() {
        leads();
        assertThat(enters(Role.FOLLOWS, OTHER, null)).isTrue();
    }

    @Test
    void anotherLeadOfTheSameNodeIsTheEndOfTheFirst() {
        leads();
        Lease another = new Lease(Duration.ofMillis(TIMEOUT_MILLIS), () -> nanos);
        assertThat(enters(Role.LEADS, SELF, another)).isTrue();
    }

    @Test
    void aLeadGoesOnWhenNodesChange() {
        leads();
        assertThat(enters(Role.LEADS, SELF, lease)).isFalse();
        assertThat(connection.isPaused()).isFalse();
    }

    @Test
    void ownersAreAskedWhileTheNodeLeadsOnly() {
        follows();
        assertThat(scene.gate.whileOpen(() -> Future.failedFuture("there are no owners")))
                .matches(Future::succeeded);
        leads();
        Promise<String> answer = Promise.promise();
        Future<?> asked = scene.gate.whileOpen(answer::future);
        leads();
        assertThat(asked.isComplete()).isFalse();
        answer.complete("done");
        assertThat(asked.result()).isEqualTo("done");
        Future<?> withoutAnswer = scene.gate.whileOpen(() -> Promise.promise().future());
        follows();
        assertThat(withoutAnswer.succeeded()).isTrue();
    }
}
