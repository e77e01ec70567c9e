package dev.tutti;

import dev.tutti.cluster.ClusterAdmin;
import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterView;
import dev.tutti.replica.Member;
import dev.tutti.replica.Replica;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** What operators ask of a node, carried out on the context of the main verticle. */
final class ClusterOperations implements ClusterAdmin {

    private final Context context;
    private final ClusterView view;
    private final ClusterBackend backend;

    ClusterOperations(Context context, ClusterView view, ClusterBackend backend) {
        this.context = context;
        this.view = view;
        this.backend = backend;
    }

    @Override
    public Future<List<NodeStatus>> nodes() {
        return onContext(() -> {
            backend.look();
            return Future.succeededFuture(view.statuses());
        });
    }

    @Override
    public Future<Void> add(ClusterNode node, String raft) {
        return change(replica -> replica.add(new Member(node.name(), raft, node.address())));
    }

    @Override
    public Future<Void> remove(String name) {
        return change(replica -> replica.remove(name));
    }

    private Future<Void> change(Function<Replica, CompletionStage<Void>> change) {
        return onContext(() -> backend.replica()
                .filter(replica -> view.state().leads())
                .map(replica -> Future.fromCompletionStage(change.apply(replica), context)
                        .recover(ClusterOperations::cause)
                        .onSuccess(changed -> backend.look()))
                .orElseGet(this::refused));
    }

    @Override
    public Future<Void> transfer(String name) {
        return onContext(() -> {
            if (!view.state().leads()) {
                return refused();
            }
            return backend.transfer(name).recover(ClusterOperations::cause);
        });
    }

    private <T> Future<T> refused() {
        ClusterNode leader = view.state().leader();
        return Future.failedFuture(
                leader == null
                        ? "no node leads at present, try again"
                        : "this node follows, send it to the leader at " + leader.address());
    }

    private static <T> Future<T> cause(Throwable failure) {
        return Future.failedFuture(failure instanceof CompletionException ? failure.getCause() : failure);
    }

    private <T> Future<T> onContext(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(turn -> action.get().onComplete(done));
        return done.future();
    }
}
