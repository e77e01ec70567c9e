package dev.tutti.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that has less than the others gets the rest of them. */
@Timeout(60)
@Tag("long")
class CatchUpIT {

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
    void aFollowerThatWasAwayCatchesUpFromTheLog() {
        start(NEVER);
        RaftNode leader = group.awaitLeader();
        String away = group.followers(leader).get(0).name();
        AcknowledgedWrites writes = commitWithout(away, leader);
        group.start(away);
        writes.assertAreIn(group.awaitLeadersRecords());
        assertThat(group.node(away).replaced()).isZero();
    }

    @Test
    void aFollowerThatWasAwayTooLongForTheLogGetsACheckpoint() throws Exception {
        start(NEVER);
        RaftNode leader = group.awaitLeader();
        String away = group.followers(leader).get(0).name();
        AcknowledgedWrites writes = commitWithout(away, leader);
        forgetLog(leader, group.followers(leader).get(0));
        group.start(away);
        writes.assertAreIn(group.awaitLeadersRecords());
        assertThat(group.node(away).replaced()).isEqualTo(1);
        group.stop(away);
        group.start(away);
        writes.assertAreIn(group.awaitLeadersRecords());
        assertThat(databases(away)).hasSize(1);
    }

    /** A few writes that the node has, and many that it has not, since it is stopped. */
    private AcknowledgedWrites commitWithout(String away, RaftNode leader) {
        AcknowledgedWrites writes = new AcknowledgedWrites();
        try (RaftJournal journal = leader.lead()) {
            writes.commit(journal, 10);
            group.stop(away);
            writes.commit(journal, 100);
        }
        return writes;
    }

    /** Has another node lead, whose log begins with its term: the log is deleted in whole parts, and a term begins one. */
    private void forgetLog(RaftNode leader, RaftNode next) throws Exception {
        group.moveLead(leader, next);
        next.replica().checkpoint().get(20, TimeUnit.SECONDS);
    }

    private List<Path> databases(String name) throws Exception {
        try (var files = Files.list(group.directory(name))) {
            return files.filter(file -> file.getFileName().toString().startsWith("db-"))
                    .toList();
        }
    }

    @Test
    void aNodeWithAnEmptyDiskCatchesUpThoughNobodyCommits() throws Exception {
        start(NEVER);
        RaftNode leader = group.awaitLeader();
        String away = group.followers(leader).get(0).name();
        AcknowledgedWrites writes = new AcknowledgedWrites();
        try (RaftJournal journal = leader.lead()) {
            writes.commit(journal, 20);
        }
        group.stop(away);
        forgetLog(leader, group.followers(leader).get(0));
        JournalCopy.delete(group.directory(away));
        group.start(away);
        writes.assertAreIn(group.awaitLeadersRecords());
        assertThat(group.node(away).replaced()).isEqualTo(1);
    }

    @Test
    void whatAPowerFailureTakesFromADatabaseIsAppliedAgain() throws Exception {
        start(50);
        RaftNode leader = group.awaitLeader();
        String victim = leader.name();
        Path own = group.directory(victim);
        Path earlier = directory.resolve("earlier");
        AcknowledgedWrites writes = new AcknowledgedWrites();
        try (RaftJournal journal = leader.lead()) {
            writes.commit(journal, 20);
            writes.awaitOutcomes();
            journal.backup(earlier);
            writes.commit(journal, 300);
        }
        group.stopAll();
        JournalCopy.delete(own.resolve("db-1"));
        Files.move(earlier.resolve("db-1"), own.resolve("db-1"));
        Files.copy(earlier.resolve("JOURNAL"), own.resolve("JOURNAL"), StandardCopyOption.REPLACE_EXISTING);
        group.startAll();
        writes.assertAreIn(group.awaitLeadersRecords());
    }
}
