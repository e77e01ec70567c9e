package dev.tutti.replica.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.replica.LogPosition;
import dev.tutti.replica.Member;
import dev.tutti.replica.ReplicaConfig;
import dev.tutti.replica.ReplicaException;
import dev.tutti.replica.ReplicaStatus;
import dev.tutti.replica.RoleListener;
import dev.tutti.replica.StateMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A group of one node: what its state and its listener are told. */
@Timeout(60)
class RatisReplicaIT {

    private static final int MAX_ENTRY_BYTES = 1 << 20;

    @TempDir
    Path directory;

    private final Entries entries = new Entries();
    private final Roles roles = new Roles();
    private int port;

    /** A state that is the list of its entries, and fails when it is told to. */
    private static final class Entries implements StateMachine {
        private final List<String> applied = Collections.synchronizedList(new ArrayList<>());
        private volatile LogPosition position = LogPosition.NONE;
        private volatile boolean refuses;
        private volatile boolean fails;

        @Override
        public LogPosition position() {
            return position;
        }

        @Override
        public boolean apply(LogPosition at, ByteBuffer entry) {
            if (fails) {
                throw new IllegalStateException("a state of a test fails");
            }
            byte[] bytes = new byte[entry.remaining()];
            entry.get(bytes);
            position = at;
            return !refuses && applied.add(new String(bytes));
        }

        @Override
        public void checkpoint(LogPosition at, Path copy) throws IOException {
            position = at;
            Files.createDirectory(copy);
            Files.write(copy.resolve("entries"), applied);
        }

        @Override
        public void checkRoom() {}

        @Override
        public void replace(Path checkpoint) throws IOException {
            String name = checkpoint.getFileName().toString();
            int bar = name.indexOf('_');
            position = new LogPosition(Long.parseLong(name.substring(0, bar)), Long.parseLong(name.substring(bar + 1)));
            applied.clear();
            applied.addAll(Files.readAllLines(checkpoint.resolve("entries")));
        }
    }

    private static final class Roles implements RoleListener {
        private final CompletableFuture<Long> term = new CompletableFuture<>();
        private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

        @Override
        public void leads(long now) {
            term.complete(now);
        }

        @Override
        public void follows(String leader) {}

        @Override
        public void failed(Throwable cause) {
            failure.complete(cause);
        }
    }

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    private RatisReplica start(StateMachine state, RoleListener listener) {
        Member self = new Member("a", "127.0.0.1:" + port, "a:1");
        ReplicaConfig config = new ReplicaConfig(
                new UUID(1, 2),
                self,
                List.of(self),
                directory.resolve("raft"),
                Duration.ofMillis(100),
                MAX_ENTRY_BYTES,
                1000,
                null);
        return RatisReplica.start(config, state, listener);
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void anAcknowledgedEntryIsApplied() throws Exception {
        try (RatisReplica replica = start(entries, roles)) {
            long term = await(roles.term);
            await(replica.propose(term, "one".getBytes()));
            await(replica.propose(term, "two".getBytes()));
            assertThat(entries.applied).containsExactly("one", "two");
            assertThat(entries.position.term()).isEqualTo(term);
            await(replica.confirmLead(term));
            ReplicaStatus status = replica.status();
            assertThat(status.role()).isEqualTo(ReplicaStatus.Role.LEADER);
            assertThat(status.leader()).isEqualTo("a");
            assertThat(status.term()).isEqualTo(term);
            assertThat(status.appliedIndex()).isGreaterThanOrEqualTo(entries.position.index());
        }
    }

    @Test
    void aNewStateGetsTheCheckpointAndTheEntriesBehindIt() throws Exception {
        try (RatisReplica replica = start(entries, roles)) {
            long term = await(roles.term);
            await(replica.propose(term, "one".getBytes()));
            await(replica.checkpoint());
            await(replica.propose(term, "two".getBytes()));
        }
        Entries again = new Entries();
        Roles next = new Roles();
        try (RatisReplica replica = start(again, next)) {
            long term = await(next.term);
            assertThat(term).isGreaterThan(await(roles.term));
            await(replica.propose(term, "three".getBytes()));
            assertThat(again.applied).containsExactly("one", "two", "three");
        }
    }

    @Test
    void aStateThatHasTheEntriesIsNotGivenThemAgain() throws Exception {
        try (RatisReplica replica = start(entries, roles)) {
            await(replica.propose(await(roles.term), "one".getBytes()));
        }
        Roles next = new Roles();
        try (RatisReplica replica = start(entries, next)) {
            await(replica.propose(await(next.term), "two".getBytes()));
            assertThat(entries.applied).containsExactly("one", "two");
        }
    }

    @Test
    void anEntryOfAnotherTermFailsAndIsNotProposed() throws Exception {
        try (RatisReplica replica = start(entries, roles)) {
            long term = await(roles.term);
            assertThatThrownBy(() -> await(replica.propose(term - 1, "late".getBytes())))
                    .hasCauseInstanceOf(ReplicaException.class)
                    .hasMessageContaining("does not lead in term " + (term - 1));
            assertThatThrownBy(() -> await(replica.confirmLead(term - 1)))
                    .hasMessageContaining("does not lead in term " + (term - 1));
            assertThat(entries.applied).isEmpty();
        }
    }

    @Test
    void anEntryThatTheStateFindsLateFails() throws Exception {
        entries.refuses = true;
        try (RatisReplica replica = start(entries, roles)) {
            long term = await(roles.term);
            assertThatThrownBy(() -> await(replica.propose(term, "late".getBytes())))
                    .hasMessageContaining("does not lead in term " + term);
            assertThat(roles.failure).isNotDone();
        }
    }

    @Test
    void anEntryThatIsTooLargeFailsAndTheNextDoesNot() throws Exception {
        try (RatisReplica replica = start(entries, roles)) {
            long term = await(roles.term);
            await(replica.propose(term, "x".repeat(MAX_ENTRY_BYTES).getBytes()));
            assertThatThrownBy(() -> await(replica.propose(term, new byte[MAX_ENTRY_BYTES + 1])))
                    .hasMessageContaining("an entry of 1048577 bytes, and the largest may have 1048576");
            await(replica.propose(term, "next".getBytes()));
            assertThat(entries.applied).hasSize(2).endsWith("next");
        }
    }

    @Test
    void aStateThatFailsEndsTheNode() throws Exception {
        try (RatisReplica replica = start(entries, roles)) {
            long term = await(roles.term);
            entries.fails = true;
            CompletableFuture<Void> outcome = replica.propose(term, "one".getBytes());
            assertThat(await(roles.failure)).hasMessage("a state of a test fails");
            assertThatThrownBy(() -> await(outcome)).hasCauseInstanceOf(ReplicaException.class);
            assertThatThrownBy(() -> await(replica.propose(term, "two".getBytes())))
                    .hasMessageContaining("does not lead");
        }
    }

    @Test
    void theListenerIsNotToldOfAClose() throws Exception {
        RatisReplica replica = start(entries, roles);
        await(roles.term);
        replica.close();
        replica.close();
        assertThat(roles.failure).isNotDone();
    }

    @Test
    void anUncaughtExceptionOfAnyThreadDoesNotEndTheProcess() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        start(entries, roles).close();
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    }

    @Test
    void anAddressThatIsTakenIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> start(entries, roles))
                    .isInstanceOf(ReplicaException.class)
                    .hasMessageStartingWith("the node a cannot be started: ");
        }
    }
}
