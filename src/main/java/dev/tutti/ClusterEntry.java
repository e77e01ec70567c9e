package dev.tutti;

import dev.tutti.config.ClusterConfig;
import dev.tutti.config.ProducerConfig;
import dev.tutti.journal.FollowerJournal;
import dev.tutti.journal.Journal;
import dev.tutti.journal.NodeDirectory;
import dev.tutti.journal.NodeIdentity;
import dev.tutti.journal.RaftJournal;
import dev.tutti.journal.ReplicatedDatabase;
import dev.tutti.log.EventLog;
import dev.tutti.replica.Member;
import dev.tutti.replica.Replica;
import dev.tutti.replica.ReplicaConfig;
import dev.tutti.replica.ReplicaException;
import dev.tutti.replica.ReplicaTls;
import dev.tutti.replica.RoleListener;
import dev.tutti.replica.ratis.RatisNewcomer;
import dev.tutti.replica.ratis.RatisReplica;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a node into its cluster: its directory says which one that is. A node whose directory is empty waits until
 * a leader adds it. Used on the context of the main verticle.
 */
final class ClusterEntry {

    /**
     * A node that has joined its cluster: its records, and its part in the common log.
     *
     * @param journal the one that is in use while the node does not lead
     */
    record Node(ReplicatedDatabase database, Journal journal, Replica replica, long reserveBytes) {

        /** @param lost as of {@link RaftJournal#lead} */
        Journal lead(long term, EventLog events, Runnable lost) {
            return RaftJournal.lead(replica, term, database, reserveBytes, events, lost);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(ClusterEntry.class);
    /** A follower gets a checkpoint instead of the log if it was away for longer. */
    private static final long CHECKPOINT_ENTRIES = 20_000;

    private final Vertx vertx;
    private final ClusterConfig cluster;
    private final ProducerConfig producer;
    private final Path directory;
    private final RoleListener roles;
    private final Promise<Node> joined = Promise.promise();
    /** The time when this was created, in nanoseconds of the monotonic clock. */
    private final long created = System.nanoTime();
    /** Null unless this node waits to be added to a cluster. */
    private RatisNewcomer newcomer;

    private boolean isClosed;
    private ReplicatedDatabase database;
    private Replica replica;

    ClusterEntry(Vertx vertx, ClusterConfig cluster, ProducerConfig producer, RoleListener roles) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.producer = producer;
        this.directory = Path.of(producer.journal());
        this.roles = roles;
    }

    /** Completes when the node has joined, which may be long after {@link #begin}. */
    Future<Node> joined() {
        return joined.future();
    }

    /**
     * Completes when the node has joined its cluster, or waits to be added to one. If it fails, {@link #close} ends
     * what has started, and {@link #joined} does not complete.
     *
     * @param goOn is asked before the engine starts, and fails if there is no use in that
     */
    Future<?> begin(Supplier<Future<?>> goOn) {
        return vertx.executeBlocking(() -> NodeIdentity.of(directory, cluster.node()))
                .compose(identity -> goOn.get().map(identity))
                .compose(identity -> identity.<Future<?>>map(this::join).orElseGet(this::awaitToBeAdded));
    }

    /** A node may have voted just before it ended. It must not vote again before the leader's lease has ended. */
    private Future<?> join(NodeIdentity identity) {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - created);
        return vertx.executeBlocking(
                        () -> database = ReplicatedDatabase.open(directory, identity, producer.reserveBytes()))
                .compose(opened ->
                        vertx.timer(Math.max(1, cluster.electionTimeoutMillis() - passed), TimeUnit.MILLISECONDS))
                .compose(waited ->
                        vertx.executeBlocking(() -> replica = RatisReplica.start(config(identity), database, roles)))
                .onSuccess(started -> joined.complete(
                        new Node(database, new FollowerJournal(database), replica, producer.reserveBytes())));
    }

    private Future<?> awaitToBeAdded() {
        return vertx.executeBlocking(() -> {
                    NodeDirectory.refuseJournal(directory);
                    return RatisNewcomer.await(
                            self(),
                            engineDirectory(),
                            tls(cluster),
                            group -> NodeDirectory.join(directory, cluster.node(), group));
                })
                .onSuccess(this::begun);
    }

    private void begun(RatisNewcomer waiting) {
        newcomer = waiting;
        log.info(
                "this node is in no cluster yet; add it at the leader by CLUSTER ADD {} {} {}",
                self().name(),
                self().address(),
                self().clientAddress());
        Future.fromCompletionStage(waiting.group(), vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(new ReplicaException(
                        "this node cannot note that it was added: " + failure.getMessage(), failure)))
                .compose(group -> isClosed ? Future.failedFuture("the server stops") : added())
                .onFailure(joined::tryFail);
    }

    private Future<?> added() {
        RatisNewcomer waited = newcomer;
        newcomer = null;
        return vertx.executeBlocking(() -> {
                    waited.close();
                    return NodeIdentity.of(directory, cluster.node()).orElseThrow();
                })
                .compose(this::join);
    }

    /** Leaves the cluster until the next start. */
    Future<?> close() {
        isClosed = true;
        return vertx.executeBlocking(() -> {
            if (newcomer != null) {
                newcomer.close();
            }
            if (replica != null) {
                replica.close();
            }
            if (database != null) {
                database.close();
            }
            return null;
        });
    }

    private Path engineDirectory() {
        return directory.resolve(NodeIdentity.ENGINE);
    }

    private Member self() {
        return member(cluster, cluster.node());
    }

    /** One of the configured nodes. */
    static Member member(ClusterConfig cluster, String name) {
        ClusterConfig.Peer peer = cluster.peers().get(name);
        return new Member(name, peer.raft().toString(), peer.client().toString());
    }

    /** Null if the nodes talk to each other in plain text. */
    static ReplicaTls tls(ClusterConfig cluster) {
        ClusterConfig.Tls tls = cluster.tls();
        return tls == null ? null : new ReplicaTls(Path.of(tls.cert()), Path.of(tls.key()), Path.of(tls.ca()));
    }

    private ReplicaConfig config(NodeIdentity identity) {
        return new ReplicaConfig(
                identity.group(),
                self(),
                identity.founder() ? List.of(self()) : List.of(),
                engineDirectory(),
                Duration.ofMillis(cluster.electionTimeoutMillis()),
                RaftJournal.MAX_ENTRY_BYTES,
                CHECKPOINT_ENTRIES,
                tls(cluster));
    }
}
