package dev.tutti.platform;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Chooses the event loop on which the next verticle is deployed. Vert.x hands its loops out in turn and has no option
 * for this. A net server and the owner of the queues are a third faster on one shared loop than on two.
 */
public final class EventLoops {

    private final EventLoopGroup group;
    private final List<EventExecutor> loops = new ArrayList<>();
    private final int count;

    /**
     * @param wanted the number of loops that the verticles are to be spread over
     * @param left the number of loops, at the end, that are left to others, as long as one loop remains for the
     *     verticles
     */
    public EventLoops(Vertx vertx, int wanted, int left) {
        group = ((VertxInternal) vertx).nettyEventLoopGroup();
        group.forEach(loops::add);
        count = Math.min(wanted, Math.max(1, loops.size() - left));
    }

    /** Sets the handler that is told the name of an event loop when it ends, whether in order or not. */
    public static void onEnd(Vertx vertx, Consumer<String> handler) {
        VertxInternal internal = (VertxInternal) vertx;
        tellEnds(internal.nettyEventLoopGroup(), "event loop ", handler);
        tellEnds(internal.acceptorEventLoopGroup(), "the acceptor's event loop ", handler);
    }

    private static void tellEnds(EventLoopGroup group, String kind, Consumer<String> handler) {
        int index = 0;
        for (EventExecutor loop : group) {
            String name = kind + index++;
            loop.terminationFuture().addListener(ended -> handler.accept(name));
        }
    }

    /** The number of loops that the verticles are spread over. */
    public int count() {
        return count;
    }

    /**
     * Makes Vert.x hand out the loop with this index next. An index beyond the number of loops shares one of them. Call
     * this directly before the deployment, and from one context of this Vert.x only.
     */
    public void turnTo(int index) {
        EventExecutor before = loops.get(Math.floorMod(index % count - 1, loops.size()));
        for (int i = 0; i < loops.size(); i++) {
            EventLoop passed = group.next();
            if (passed == before) {
                return;
            }
        }
    }
}
