package dev.tutti.consumer;

import io.netty.channel.EventLoop;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * Which event loop the tasks of a consumer's instance have that want one: in turn those that Vert.x has behind the loops
 * of connections and owners, or of these if there are no others.
 *
 * @param owners how many loops connections and owners have, at the beginning
 */
record TaskLoop(int owners, int turn) {

    EventLoop of(VertxInternal vertx) {
        List<EventLoop> loops = new ArrayList<>();
        vertx.nettyEventLoopGroup().forEach(loop -> loops.add((EventLoop) loop));
        List<EventLoop> others = loops.subList(Math.min(owners, loops.size()), loops.size());
        List<EventLoop> chosen = others.isEmpty() ? loops : others;
        return chosen.get(turn % chosen.size());
    }
}
