package dev.tutti;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Verticles that start, and stop, together. Vert.x undeploys the children of a verticle in no order; those of a stage
 * stop only once those of all stages that started after it have. Each starts and stops on its own context, wherever the
 * last of those others has stopped.
 */
final class Stage {

    private final List<Future<Void>> stopped = new CopyOnWriteArrayList<>();
    private final Stage next;

    /** @param next the stage that starts after this one and stops before it; null if there is none */
    Stage(Stage next) {
        this.next = next;
    }

    /** The verticle as one of this stage. */
    Deployable add(VerticleBase verticle) {
        Promise<Void> ended = Promise.promise();
        return new Deployable() {
            @Override
            public Future<?> deploy(Context context) throws Exception {
                return verticle.deploy(context).map(started -> stopped.add(ended.future()));
            }

            @Override
            public Future<?> undeploy(Context context) {
                Promise<Void> turn = Promise.promise();
                nextStopped().onComplete(over -> context.runOnContext(turn::complete));
                return turn.future().compose(begun -> stop(context)).onComplete(over -> ended.tryComplete());
            }

            private Future<Void> stop(Context context) {
                try {
                    return verticle.undeploy(context).mapEmpty();
                } catch (Exception failure) {
                    return Future.failedFuture(failure);
                }
            }
        };
    }

    private Future<?> nextStopped() {
        List<Future<Void>> later = new ArrayList<>();
        for (Stage stage = next; stage != null; stage = stage.next) {
            later.addAll(stage.stopped);
        }
        return Future.join(later);
    }
}
