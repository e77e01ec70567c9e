package dev.tutti;

import dev.tutti.platform.EventLoops;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Verticles that start together and stop together. A verticle of a stage stops only when all verticles of all later
 * stages have stopped. This also holds when Vert.x itself undeploys them, which it does in no particular order. Each
 * verticle starts and stops on its own context.
 */
final class Stage {

    /** A verticle that has started, and how its stop ends. */
    private record Member(VerticleBase verticle, String deploymentId, Future<Void> stopped, AtomicBoolean alone) {}

    private final List<Future<Void>> stops = new CopyOnWriteArrayList<>();
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final Stage next;

    /** @param next the stage that starts after this one and stops before it, or null */
    Stage(Stage next) {
        this.next = next;
    }

    /** Deploys the verticle as a member of this stage. */
    Future<?> deploy(Vertx vertx, VerticleBase verticle) {
        Promise<Void> stopped = Promise.promise();
        AtomicBoolean alone = new AtomicBoolean();
        return vertx.deployVerticle(ordered(verticle, stopped, alone))
                .map(id -> members.add(new Member(verticle, id, stopped.future(), alone)));
    }

    /** Deploys the verticles as members, each on the next event loop. */
    List<Future<?>> deployAll(Vertx vertx, EventLoops loops, int firstLoop, List<? extends VerticleBase> verticles) {
        List<Future<?>> deployments = new ArrayList<>();
        for (int i = 0; i < verticles.size(); i++) {
            loops.turnTo(firstLoop + i);
            deployments.add(deploy(vertx, verticles.get(i)));
        }
        return deployments;
    }

    /** Undeploys one member while the later stages go on. Does nothing if the verticle is no member. */
    Future<?> remove(Vertx vertx, VerticleBase verticle) {
        return remove(
                vertx,
                members.stream().filter(member -> member.verticle == verticle).toList());
    }

    /** Undeploys all members while the later stages go on. */
    Future<?> clear(Vertx vertx) {
        return remove(vertx, List.copyOf(members));
    }

    private Future<?> remove(Vertx vertx, List<Member> found) {
        found.forEach(member -> member.alone.set(true));
        return Future.join(found.stream().map(member -> undeploy(vertx, member)).toList())
                .onComplete(undeployed -> {
                    members.removeAll(found);
                    found.forEach(member -> stops.remove(member.stopped));
                });
    }

    /**
     * Undeploys every member that is still deployed. The future completes when all members have stopped and Vert.x has
     * closed their handlers and sockets. It fails if the stop of a member failed. The other members stop all the same.
     */
    Future<?> undeploy(Vertx vertx) {
        return Future.join(
                members.stream().map(member -> undeploy(vertx, member)).toList());
    }

    private static Future<Void> undeploy(Vertx vertx, Member member) {
        if (member.stopped.isComplete()) {
            return member.stopped;
        }
        // Vert.x refuses a second undeployment while the first one is under way. Then the end of the first one counts.
        return vertx.undeploy(member.deploymentId).recover(refused -> member.stopped);
    }

    private Deployable ordered(VerticleBase verticle, Promise<Void> stopped, AtomicBoolean alone) {
        return new Deployable() {
            @Override
            public Future<?> deploy(Context context) throws Exception {
                return verticle.deploy(context).map(started -> stops.add(stopped.future()));
            }

            @Override
            public Future<?> undeploy(Context context) {
                Promise<Void> turn = Promise.promise();
                before().onComplete(over -> context.runOnContext(turn::complete));
                return turn.future().compose(begun -> stop(context)).andThen(stopped);
            }

            private Future<?> before() {
                return alone.get() ? Future.succeededFuture() : laterStagesStopped();
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

    private Future<?> laterStagesStopped() {
        List<Future<Void>> later = new ArrayList<>();
        for (Stage stage = next; stage != null; stage = stage.next) {
            later.addAll(stage.stops);
        }
        return Future.join(later);
    }
}
