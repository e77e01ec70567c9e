package dev.tutti;

import dev.tutti.cluster.ClusterState;
import dev.tutti.cluster.ClusterView;
import dev.tutti.config.Configuration;
import dev.tutti.journal.Journal;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.replica.Replica;
import dev.tutti.replica.RoleListener;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
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

    private static final long LOOK_MILLIS = 500;
    private static final long LONGEST_TRANSFER_MILLIS = 2000;

    /** Stands for the journal of a node that is in no cluster yet. */
    private static final Journal NOT_JOINED = new VolatileJournal();

    private final Vertx vertx;
    private final Context context;
    private final ClusterView view;
    private final Function<BooleanSupplier, Service> services;
    private final EventLog events;
    private final Consumer<String> halt;
    private final Duration electionTimeout;
    private final ClusterEntry entry;
    /** Null before it has joined. */
    private volatile ClusterEntry.Node node;
    /** The term in which the engine says that this node leads; 0 if it does not. */
    private long elected;
    /** A term in which a commit has failed. */
    private long failedTerm;

    private volatile Lead lead;
    private boolean isStopping;
    private boolean isTransferring;
    private long looks;

    /**
     * @param services makes the service of a lead, which asks whether it ends
     * @param halt ends the process at once, for this reason
     */
    ClusterBackend(
            Vertx vertx,
            Configuration configuration,
            ClusterView view,
            Function<BooleanSupplier, Service> services,
            EventLog events,
            Consumer<String> halt) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.view = view;
        this.services = services;
        this.events = events;
        this.halt = halt;
        this.electionTimeout = Duration.ofMillis(configuration.cluster().electionTimeoutMillis());
        this.entry = new ClusterEntry(vertx, configuration.cluster(), configuration.producer(), this);
    }

    // ---- the node

    /** Completes when the node has started, and not only when it has found the others or was added to a cluster. */
    @Override
    public Future<?> start(Supplier<Future<?>> goOn) {
        looks = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
        entry.joined().onSuccess(this::joined).onFailure(failure -> {
            if (!isStopping) {
                log.error("this node could not join its cluster", failure);
                halt.accept("this node could not join its cluster: " + failure.getMessage());
            }
        });
        return entry.begin(goOn);
    }

    private void joined(ClusterEntry.Node joined) {
        node = joined;
        goOn();
    }

    @Override
    public String step() {
        Lead now = lead;
        return now == null ? "the node joins its cluster" : now.service().step();
    }

    @Override
    public Journal journal() {
        Lead now = lead;
        ClusterEntry.Node joined = node;
        Journal ofLeader = now == null ? null : now.service().journal();
        return ofLeader != null ? ofLeader : joined == null ? NOT_JOINED : joined.journal();
    }

    @Override
    public Optional<Service> service() {
        return isEnding() ? Optional.empty() : Optional.of(lead.service());
    }

    /** Whether there is no service, or it is about to end. Safe to call from any thread. */
    private boolean isEnding() {
        Lead now = lead;
        return now == null || now.isLost();
    }

    /** Ends a lead in order and hands it on, and then leaves the group until the next start. */
    @Override
    public Future<?> close() {
        isStopping = true;
        vertx.cancelTimer(looks);
        Lead last = lead;
        return (last == null ? Future.succeededFuture() : last.end())
                .eventually(() -> last == null ? Future.succeededFuture() : handOn())
                .eventually(entry::close);
    }

    // ---- what the engine tells, on its own threads

    @Override
    public void leads(long term) {
        context.runOnContext(turn -> {
            elected = term;
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
            goOn();
            look();
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
        if (isStopping || isTransferring || node == null) {
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
        Lead begun = new Lead(
                term,
                services.apply(this::isEnding),
                electionTimeout,
                node.replica(),
                () -> context.runOnContext(turn -> goOn()));
        lead = begun;
        begun.start(() -> node.lead(term, events, begun::lose))
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
        view.follow(null, lost.term());
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

    // ---- what others see and want

    /** The part in the common log; empty before this node has joined. */
    Optional<Replica> replica() {
        return Optional.ofNullable(node).map(ClusterEntry.Node::replica);
    }

    /** Sees to it that the view is as the engine sees the cluster now. */
    void look() {
        if (node == null || isStopping) {
            return;
        }
        NodeLook look = NodeLook.at(node.replica(), view.self(), electionTimeout.toMillis());
        view.nodes(look.nodes());
        view.seen(look.statuses());
        if (view.state().role() == ClusterState.Role.FOLLOWS) {
            view.follow(look.otherLeader(), look.term());
        }
    }

    /**
     * Ends the lead of this node, and has another one lead. If that fails, this node leads again.
     *
     * @param wanted the node; null for the one that has most of the log
     */
    Future<Void> transfer(String wanted) {
        Lead now = lead;
        if (now == null || isTransferring || isStopping) {
            return Future.failedFuture("the lead of this node ends already");
        }
        String next = wanted == null
                ? NodeLook.newestFollower(node.replica().status()).orElse(null)
                : wanted;
        if (next == null) {
            return Future.failedFuture("no other node answers");
        }
        isTransferring = true;
        end(now);
        return now.end()
                .compose(ended -> Future.fromCompletionStage(node.replica().transferLead(next), context))
                .recover(this::failLate)
                .onComplete(done -> {
                    isTransferring = false;
                    goOn();
                });
    }

    /** The other node may be told late, and is then elected although the lease of a new lead here is valid. */
    private <T> Future<T> failLate(Throwable failure) {
        return vertx.timer(electionTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .compose(waited -> Future.failedFuture(failure));
    }

    private Future<?> handOn() {
        return NodeLook.newestFollower(node.replica().status())
                .<Future<?>>map(
                        next -> Future.fromCompletionStage(node.replica().transferLead(next), context)
                                .timeout(LONGEST_TRANSFER_MILLIS, TimeUnit.MILLISECONDS)
                                .onFailure(failure ->
                                        log.info("the lead could not be handed to {}: {}", next, failure.toString())))
                .orElseGet(Future::succeededFuture);
    }
}
