package dev.tutti.journal;

import static dev.tutti.journal.Records.commit;
import static dev.tutti.journal.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.log.EventLog;
import dev.tutti.replica.Member;
import dev.tutti.replica.ReplicaStatus;
import dev.tutti.replica.ratis.RatisClient;
import dev.tutti.replica.ratis.RatisNewcomer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are added to a group and removed from it, and the records stay. */
@Timeout(120)
class MembershipIT {

    private static final long NEVER = 1_000_000;

    @TempDir
    Path directory;

    private RaftGroup group;

    @BeforeEach
    void makeGroup() {
        group = new RaftGroup(directory, NEVER);
    }

    @AfterEach
    void stop() {
        group.close();
    }

    private static void await(CompletableFuture<Void> done) throws Exception {
        done.get(60, TimeUnit.SECONDS);
    }

    private void add(String name) throws Exception {
        group.startNewcomer(name);
        await(group.awaitLeader().replica().add(group.member(name)));
    }

    /** Begins a group of the node a, and adds b and c. */
    private void grow() throws Exception {
        NodeDirectory.begin(group.directory("a"), "a", RaftNode.RESERVE_BYTES);
        group.start("a");
        add("b");
        add("c");
    }

    private void commitOne(String key) {
        try (RaftJournal journal = group.awaitLeader().lead()) {
            commit(journal, put(key, "1"));
        }
    }

    @Test
    void aServerWithoutOthersBecomesAGroupOfThree() throws Exception {
        try (RocksJournal alone =
                RocksJournal.open(group.directory("a"), Sync.ALWAYS, RaftNode.RESERVE_BYTES, false, new EventLog())) {
            commit(alone, put("before", "1"));
        }
        grow();
        commitOne("with all");
        assertThat(group.awaitLeadersRecords()).hasToString("{before=1, with all=1}");
        List<Member> members = List.of(group.member("a"), group.member("b"), group.member("c"));
        assertThat(group.running())
                .allSatisfy(node -> assertThat(node.replica().members()).containsExactlyInAnyOrderElementsOf(members));
        group.stop("a");
        commitOne("without a");
        group.start("a");
        assertThat(group.awaitLeadersRecords()).hasToString("{before=1, with all=1, without a=1}");
    }

    @Test
    void aNodeThatHasLostItsDirectoryIsReplacedByAnother() throws Exception {
        grow();
        commitOne("with all");
        RaftNode leader = group.awaitLeader();
        String lost = group.followers(leader).get(0).name();
        group.stop(lost);
        JournalCopy.delete(group.directory(lost));
        assertThat(RatisClient.isInGroup(group.member(lost), null)).isFalse();
        try (RatisNewcomer empty = group.startNewcomer(lost)) {
            assertThatThrownBy(() -> await(leader.replica().add(group.member(lost))))
                    .hasMessageContaining(
                            "the node " + lost + " is in the group already; if it has lost its directory");
            commitOne("without it");
            assertThat(empty.group()).isNotDone();
            assertThat(RatisClient.isInGroup(group.member(lost), null)).isFalse();
            assertThat(RatisClient.isInGroup(group.member(leader.name()), null)).isTrue();
        }
        await(leader.replica().remove(lost));
        add(RaftGroup.OTHER);
        commitOne("with another");
        assertThat(group.awaitLeadersRecords()).hasToString("{with all=1, with another=1, without it=1}");
        assertThat(group.running().stream().map(RaftNode::name)).contains(RaftGroup.OTHER);
        assertThat(leader.replica().members()).hasSize(3).doesNotContain(group.member(lost));
    }

    @Test
    void aRemovedNodeStops() throws Exception {
        grow();
        RaftNode leader = group.awaitLeader();
        RaftNode removed = group.followers(leader).get(0);
        await(leader.replica().remove(removed.name()));
        Throwable told =
                group.await(() -> removed.failures().stream().findFirst().orElse(null));
        assertThat(told).hasMessageContaining("removed from its group");
        group.stop(removed.name());
        commitOne("without it");
        RaftNode outside = group.start(removed.name());
        commitOne("still without it");
        assertThat(outside.replica().members()).doesNotContain(group.member(removed.name()));
        await(leader.replica().add(group.member(removed.name())));
        assertThat(group.awaitLeadersRecords()).containsOnlyKeys("without it", "still without it");
    }

    @Test
    void onlyTheLeaderChangesTheGroupAndNotItself() throws Exception {
        grow();
        RaftNode leader = group.awaitLeader();
        RaftNode follower = group.followers(leader).get(0);
        Member other = group.member(RaftGroup.OTHER);
        assertThatThrownBy(() -> await(follower.replica().add(other))).hasMessageContaining("this node does not lead");
        assertThatThrownBy(() -> await(follower.replica().remove("a"))).hasMessageContaining("this node does not lead");
        assertThatThrownBy(() -> await(leader.replica().remove(leader.name())))
                .hasMessageContaining("the node " + leader.name() + " leads, transfer the lead before");
        assertThatThrownBy(() -> await(leader.replica().remove("x")))
                .hasMessageContaining("there is no node x in the group");
        Member taken = new Member("d", group.member("a").address(), "d:1");
        assertThatThrownBy(() -> await(leader.replica().add(taken))).hasMessageContaining("is that of the node a");
    }

    @Test
    void theLeaderKnowsHowFarTheOthersAre() throws Exception {
        grow();
        RaftNode leader = group.awaitLeader();
        commitOne("first");
        long first = leader.database().position().index();
        for (int i = 0; i < 10; i++) { // more than can be under way
            commitOne("later " + i);
        }
        group.awaitLeadersRecords();
        ReplicaStatus status = leader.replica().status();
        assertThat(status.followers()).allMatch(follower -> follower.matchIndex() >= first);
        assertThat(status.followers())
                .extracting(ReplicaStatus.Follower::name)
                .containsExactlyInAnyOrderElementsOf(
                        group.followers(leader).stream().map(RaftNode::name).toList());
        assertThat(status.committedIndex()).isGreaterThanOrEqualTo(status.appliedIndex());
        assertThat(status.silentMillis()).isZero();
        ReplicaStatus follower = group.followers(leader).get(0).replica().status();
        assertThat(follower.followers()).isEmpty();
        assertThat(follower.silentMillis()).isNotNegative();
        assertThat(follower.leader()).isEqualTo(leader.name());
    }
}
