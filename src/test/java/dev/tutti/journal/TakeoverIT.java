package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static dev.tutti.journal.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.replica.Lease;
import dev.tutti.replica.ReplicaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of three nodes any one may stop: another leads, and has everything that was acknowledged. */
@Timeout(60)
@Tag("long")
class TakeoverIT {

    private static final long NEVER = 1_000_000;

    @TempDir
    Path directory;

    private RaftGroup group;

    private void start(long checkpointEntries) {
        group = new RaftGroup(directory, checkpointEntries).startAll();
    }

    @AfterEach
    void stop() {
        group.close();
    }

    @Test
    void whatWasAcknowledgedSurvivesOneLeaderAfterAnother() {
        start(50);
        AcknowledgedWrites writes = new AcknowledgedWrites();
        for (int round = 0; round < 3; round++) {
            RaftNode leader = group.awaitLeader();
            try (RaftJournal journal = leader.lead()) {
                int before = writes.acknowledged();
                writes.keepCommitting(journal, 20);
                writes.awaitAcknowledged(before + 500);
                group.stop(leader.name());
                writes.awaitOutcomes();
            }
            writes.assertAreIn(group.awaitLeadersRecords());
            group.start(leader.name());
        }
        writes.assertAreIn(group.awaitLeadersRecords());
    }

    @Test
    void theJournalOfALeadStaysFailedWhenTheSameNodeLeadsAgain() throws Exception {
        start(NEVER);
        RaftNode first = group.awaitLeader();
        RaftNode second = group.followers(first).get(0);
        try (RaftJournal old = first.lead()) {
            commit(old, put("a", "1"));
            group.moveLead(first, second);
            try (RaftJournal others = second.lead()) {
                commit(others, put("a", "2"));
            }
            group.moveLead(second, first);
            RecordedCompletions told = new RecordedCompletions();
            old.commit(put("a", "3"), told.as("late"));
            assertThat(told.await(1).get(0)).contains("does not lead in term");
            assertThat(old.health().state()).isEqualTo(Health.State.FAILED);
        }
        try (RaftJournal journal = first.lead()) {
            assertThat(read(journal)).hasToString("{a=2}");
        }
    }

    @Test
    void aNodeWhoseDiskIsNearlyFullEndsUnlessItLeads() {
        start(NEVER);
        RaftNode leader = group.awaitLeader();
        RaftNode follower = group.followers(leader).get(0);
        leader.fillDisk();
        try (RaftJournal journal = leader.lead()) {
            commit(journal, put("a", "1"));
            follower.fillDisk();
            Throwable told =
                    group.await(() -> follower.failures().stream().findFirst().orElse(null));
            assertThat(told).hasMessage("a disk of a test is nearly full");
            group.stop(follower.name());
            commit(journal, put("b", "2"));
            assertThat(leader.failures()).isEmpty();
        }
    }

    @Test
    void aCommitMayBeLargerThanAnEntry() {
        start(NEVER);
        String large = "x".repeat(3 * RaftJournal.MAX_ENTRY_BYTES);
        try (RaftJournal journal = group.awaitLeader().lead()) {
            commit(journal, put("small", "1").put(bytes("large"), bytes(large)));
        }
        assertThat(group.awaitLeadersRecords())
                .containsOnlyKeys("small", "large")
                .containsEntry("large", large);
    }

    @Test
    void aCommitWhoseLeaderDoesNotProposeItsLastPartIsLost() throws Exception {
        start(NEVER);
        RaftNode first = group.awaitLeader();
        RaftNode second = group.followers(first).get(0);
        LogEntries entries = new LogEntries(first.term(), List.of(put("lost", "1")), 3);
        first.replica().propose(first.term(), entries.next()).join();
        first.replica().propose(first.term(), entries.next()).join();
        assertThat(first.database().unfinishedParts()).isEqualTo(2);
        group.moveLead(first, second);
        try (RaftJournal others = second.lead()) {
            commit(others, put("a", "1"));
        }
        assertThat(group.awaitLeadersRecords()).hasToString("{a=1}");
        assertThat(group.running()).allMatch(node -> node.database().unfinishedParts() == 0);
    }

    @Test
    void aLeaderWithoutAMajorityAcknowledgesNothingAndLosesTheLead() {
        start(NEVER);
        RaftNode leader = group.awaitLeader();
        long term = leader.term();
        Lease lease = new Lease(Duration.ofSeconds(20), System::nanoTime);
        lease.renew(leader.replica(), term).join();
        assertThat(lease.state()).isEqualTo(Lease.State.VALID);
        RecordedCompletions told = new RecordedCompletions();
        try (RaftJournal journal = leader.lead()) {
            group.followers(leader).forEach(node -> group.stop(node.name()));
            journal.commit(put("a", "1"), told.as("a"));
            group.await(() -> leader.term() == 0 ? leader : null);
            assertThat(told.await(1).get(0)).startsWith("a: the journal takes nothing");
            assertThat(journal.get(bytes("a"))).isNull();
        }
        assertThatThrownBy(() -> lease.renew(leader.replica(), term).join()).hasCauseInstanceOf(ReplicaException.class);
    }
}
