package dev.tutti;

import dev.tutti.cluster.ClusterView;
import dev.tutti.config.ClusterConfig;
import dev.tutti.config.Configuration;
import dev.tutti.journal.FollowerJournal;
import dev.tutti.journal.Journal;
import dev.tutti.journal.RaftJournal;
import dev.tutti.journal.ReplicatedDatabase;
import dev.tutti.log.EventLog;
import dev.tutti.replica.Member;
import dev.tutti.replica.Replica;
import dev.tutti.replica.ReplicaConfig;
import dev.tutti.replica.ReplicaTls;
import dev.tutti.replica.RoleListener;
import dev.tutti.replica.ratis.RatisReplica;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend of a node of a cluster: its replica, and a service while it leads. Leads begin and end one after another.
 * All methods but those of {@link RoleListener} belong to the context of the main verticle, except where it is said.
 */
final class ClusterBackend implements Backend, RoleListener {

    private static final Logger log = LoggerFactory.getLogger(ClusterBackend.class);
    /** A lead that has not ended after so long never may: a task may hang. */
    private static final long LONGEST_END_MILLIS = 10_000;
    /** After a commit that failed, the node must not lead in the same term again. */
    private static final long LONGEST_FAILED_TERM_MILLIS = 5000;

    private static final int MAX_ENTRY_BYTES = 16 << 20;
    private static final long CHECKPOINT_ENTRIES = 20_000;

    private final Vertx vertx;
    private final Context context;
    private final Configuration configuration;
    private final ClusterView view;
    private final Supplier<Service> services;
    private final EventLog events;
    private final Consumer<String> halt;
    private ReplicatedDatabase database;
    private FollowerJournal followerJournal;
    private volatile Replica replica;
    /** The term in which the engine says that this node leads; 0 if it does not. */
    private long elected;
    /** The leader that the engine knows, if it is another node; or null. */
    private String leader;
    /** A term in which a commit has failed. */
    private long failedTerm;

    private volatile Lead lead;
    private boolean isStopping;

    /**
     * @param services makes the service of a lead, which ends when {@link #isEnding}
     * @param halt ends the process at once, for this reason
     */
    ClusterBackend(
            Vertx vertx,
            Configuration configuration,
            ClusterView view,
            Supplier<Service> services,
            EventLog events,
            Consumer<String> halt) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.configuration = configuration;
        this.view = view;
        this.services = services;
        this.events = events;
        this.halt = halt;
    }

    // ---- the node

    @Override
    public Future<?> start(Supplier<Future<?>> goOn) {
        return vertx.executeBlocking(this::open)
                .compose(opened -> goOn.get())
                .compose(turn -> vertx.executeBlocking(() -> {
                    replica = RatisReplica.start(replicaConfig(), database, this);
                    return null;
                }))
                .onSuccess(joined -> goOn());
    }

    private Void open() {
        database = ReplicatedDatabase.open(
                directory(),
                group().getMostSignificantBits(),
                configuration.producer().reserveBytes());
        followerJournal = new FollowerJournal(database);
        return null;
    }

    private Path directory() {
        return Path.of(configuration.producer().journal());
    }

    @Override
    public String step() {
        Lead now = lead;
        return now == null ? "the node joins its cluster" : now.service().step();
    }

    @Override
    public Journal journal() {
        Lead now = lead;
        Journal ofLeader = now == null ? null : now.service().journal();
        return ofLeader == null ? followerJournal : ofLeader;
    }

    @Override
    public Optional<Service> service() {
        return isEnding() ? Optional.empty() : Optional.of(lead.service());
    }

    /** Whether there is no service, or it is about to end. Safe to call from any thread. */
    boolean isEnding() {
        Lead now = lead;
        return now == null || now.isLost();
    }

    /** Ends a lead in order, and then leaves the group until the next start. */
    @Override
    public Future<?> close() {
        isStopping = true;
        Future<?> end = lead == null ? Future.succeededFuture() : lead.end();
        return end.eventually(() -> vertx.executeBlocking(() -> {
            if (replica != null) {
                replica.close();
            }
            if (database != null) {
                database.close();
            }
            return null;
        }));
    }

    // ---- what the engine tells, on its own threads

    @Override
    public void leads(long term) {
        context.runOnContext(turn -> {
            elected = term;
            leader = null;
            goOn();
        });
    }

    @Override
    public void follows(String other) {
        Lead now = lead;
        if (now != null) {
            now.lose();
        }
        context.runOnContext(turn -> {
            elected = 0;
            leader = other;
            goOn();
            follow();
        });
    }

    @Override
    public void failed(Throwable cause) {
        log.error("the engine of the cluster has failed", cause);
        halt.accept("the engine of the cluster has failed: " + cause.getMessage());
    }

    // ---- leads, one after another

    /** Begins or ends a lead, if the engine or the lease says so. */
    private void goOn() {
        if (isStopping || replica == null) {
            return;
        }
        if (lead == null && elected != 0 && elected != failedTerm) {
            begin(elected);
        } else if (lead != null && (lead.isLost() || lead.term() != elected)) {
            end(lead);
        }
    }

    private void begin(long term) {
        log.info("this node was elected in term {}, and takes over", term);
        view.takeOver(term);
        Lead begun =
                new Lead(term, services.get(), electionTimeout(), replica, () -> context.runOnContext(turn -> goOn()));
        lead = begun;
        long reserve = configuration.producer().reserveBytes();
        begun.start(() -> RaftJournal.lead(replica, term, database, reserve, events, begun::lose))
                .onSuccess(started -> serve(begun))
                .onFailure(failure -> giveUp(begun, failure));
    }

    private void serve(Lead begun) {
        if (!begun.isLost()) {
            log.info("this node leads in term {}", begun.term());
            view.lead(begun.term(), begun.lease());
        }
    }

    /** A node that could not take over and is not deposed would keep the others from it. */
    private void giveUp(Lead begun, Throwable failure) {
        if (!begun.isLost()) {
            log.error("this node could not take over in term {}", begun.term(), failure);
            halt.accept("this node could not take over: " + failure.getMessage());
        }
    }

    private void end(Lead lost) {
        if (lost.isEnding()) {
            return;
        }
        log.warn("this node does not lead any more (term {}); its connections are closed", lost.term());
        follow();
        long deadline = vertx.setTimer(
                LONGEST_END_MILLIS,
                late -> halt.accept("the lead in term " + lost.term() + " has not ended within " + LONGEST_END_MILLIS
                        + " ms, a task may hang"));
        lost.end().onComplete(ended -> {
            vertx.cancelTimer(deadline);
            lead = null;
            if (lost.hasFailedJournal()) {
                failedIn(lost.term());
            }
            goOn();
        });
    }

    /** What was proposed may still come, so the journal can be read anew in another term only. */
    private void failedIn(long term) {
        failedTerm = term;
        vertx.setTimer(LONGEST_FAILED_TERM_MILLIS, late -> {
            if (elected == term) {
                halt.accept("a commit has failed in term " + term + ", and the engine takes this node for the leader");
            }
        });
    }

    private void follow() {
        view.follow(leader, replica == null ? 0 : replica.status().term());
    }

    // ---- configuration

    private Duration electionTimeout() {
        return Duration.ofMillis(configuration.cluster().electionTimeoutMillis());
    }

    private ReplicaConfig replicaConfig() {
        ClusterConfig cluster = configuration.cluster();
        Map<String, Member> members = new TreeMap<>();
        cluster.peers()
                .forEach((node, peer) -> members.put(
                        node,
                        new Member(node, peer.raft().toString(), peer.client().toString())));
        ClusterConfig.Tls tls = cluster.tls();
        return new ReplicaConfig(
                group(),
                members.get(cluster.node()),
                List.copyOf(members.values()),
                directory().resolve("raft"),
                electionTimeout(),
                MAX_ENTRY_BYTES,
                CHECKPOINT_ENTRIES,
                tls == null ? null : new ReplicaTls(Path.of(tls.cert()), Path.of(tls.key()), Path.of(tls.ca())));
    }

    private UUID group() {
        return UUID.nameUUIDFromBytes(configuration.cluster().name().getBytes(StandardCharsets.UTF_8));
    }
}
