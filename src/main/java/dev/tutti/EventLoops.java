package dev.tutti;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * Says on which event loop the next verticle is deployed. Vert.x hands its loops out in turn and has no option for this;
 * but a net server and the owner of the queues that share a loop are a third faster than on two.
 */
final class EventLoops {

    private final EventLoopGroup group;
    private final List<EventExecutor> loops = new ArrayList<>();
    private final int count;

    /**
     * @param wanted on how many loops verticles are to be spread
     * @param left how many of Vert.x's are left to others, at the end, if there is one beside them
     */
    EventLoops(Vertx vertx, int wanted, int left) {
        group = ((VertxInternal) vertx).nettyEventLoopGroup();
        group.forEach(loops::add);
        count = Math.min(wanted, Math.max(1, loops.size() - left));
    }

    /** On how many loops verticles are spread. */
    int count() {
        return count;
    }

    /**
     * Lets the turn come to that loop, or, if there are not so many, to the one it shares; to be called right before the
     * deployment, from one context of this Vert.x only.
     */
    void turnTo(int index) {
        EventExecutor before = loops.get(Math.floorMod(index % count - 1, loops.size()));
        for (int i = 0; i < loops.size(); i++) {
            EventLoop passed = group.next();
            if (passed == before) {
                return;
            }
        }
    }
}
