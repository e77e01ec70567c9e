package dev.tutti.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLoopsTest {

    /** Says on which loop it is. */
    private static final class Resident extends VerticleBase {
        private EventLoop loop;

        @Override
        public Future<?> start() {
            loop = ((ContextInternal) context).nettyEventLoop();
            return Future.succeededFuture();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7})
    void aVerticleIsDeployedOnTheLoopThatTheTurnCameTo(int count) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(count));
        try {
            // A thread that has no context yet, as a verticle has, would take a turn for one.
            vertx.getOrCreateContext();
            EventLoops loops = new EventLoops(vertx, count, 0);
            List<EventLoop> byIndex = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byIndex.add(deploy(vertx, loops, i));
            }
            assertThat(new HashSet<>(byIndex)).hasSize(count);
            for (int index : new int[] {0, 0, count - 1, 0, count / 2, count / 2, count - 1}) {
                assertThat(deploy(vertx, loops, index) == byIndex.get(index)).isTrue();
            }
        } finally {
            vertx.close().await();
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 4, 1, 2", "3, 3, 0, 3", "2, 2, 2, 1", "2, 1, 5, 1", "4, 2, 1, 2"})
    void instancesThatHaveNoLoopOfTheirOwnShareThoseThatAreNotLeftToOthers(int count, int wanted, int left, int used) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(count));
        try {
            vertx.getOrCreateContext();
            EventLoops loops = new EventLoops(vertx, wanted, left);
            assertThat(loops.count()).isEqualTo(used);
            List<EventLoop> byIndex = new ArrayList<>();
            for (int i = 0; i < 2 * used; i++) {
                byIndex.add(deploy(vertx, loops, i));
            }
            assertThat(new HashSet<>(byIndex)).hasSize(used);
            assertThat(byIndex.subList(used, 2 * used)).isEqualTo(byIndex.subList(0, used));
        } finally {
            vertx.close().await();
        }
    }

    private static EventLoop deploy(Vertx vertx, EventLoops loops, int index) {
        Resident resident = new Resident();
        loops.turnTo(index);
        vertx.deployVerticle(resident).await();
        return resident.loop;
    }
}
