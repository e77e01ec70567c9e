package dev.tutti.platform;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Makes contexts of Vert.x without deploying a verticle. A context that hangs does not keep Vert.x from closing. */
public final class Contexts {

    private Contexts() {}

    /** The number of event loops that this Vert.x has. */
    public static int eventLoops(Vertx vertx) {
        return loops(vertx).size();
    }

    /** A context on the event loop with this index, which counts from 0 in the order in which Vert.x hands them out. */
    public static Context onEventLoop(Vertx vertx, int index) {
        return ((VertxInternal) vertx)
                .contextBuilder()
                .withThreadingModel(ThreadingModel.EVENT_LOOP)
                .withEventLoop(loops(vertx).get(index))
                .build();
    }

    private static List<EventLoop> loops(Vertx vertx) {
        EventLoopGroup group = ((VertxInternal) vertx).nettyEventLoopGroup();
        List<EventLoop> loops = new ArrayList<>();
        group.forEach(loop -> loops.add((EventLoop) loop));
        return loops;
    }

    /** Whether this Java has virtual threads: Java 21 and later do. */
    public static boolean hasVirtualThreads(Vertx vertx) {
        return ((VertxInternal) vertx).isVirtualThreadAvailable();
    }

    /** A context that runs its tasks one after another on virtual threads. */
    public static Context onVirtualThread(Vertx vertx) {
        return ((VertxInternal) vertx)
                .contextBuilder()
                .withThreadingModel(ThreadingModel.VIRTUAL_THREAD)
                .build();
    }

    /** A context that runs its tasks one after another on this executor. The caller shuts the executor down. */
    public static Context onWorker(Vertx vertx, ExecutorService worker) {
        VertxInternal internal = (VertxInternal) vertx;
        return internal.contextBuilder()
                .withThreadingModel(ThreadingModel.WORKER)
                .withWorkerPool(internal.wrapWorkerPool(worker))
                .build();
    }

    /** A promise whose future calls its listeners on the caller's context, whichever thread completes the promise. */
    public static <T> Promise<T> promise(Vertx vertx) {
        return ((VertxInternal) vertx).promise();
    }
}
