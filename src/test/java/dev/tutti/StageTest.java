package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StageTest {

    /** Says when it starts and stops, and where if not on its own context; stops as that future does. */
    private final class Actor extends VerticleBase {
        private final String name;
        private final Future<?> stopping;

        private Actor(String name, Future<?> stopping) {
            this.name = name;
            this.stopping = stopping;
        }

        @Override
        public Future<?> start() {
            log.add(name + " starts");
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            log.add(name + (Vertx.currentContext() == context ? " stops" : " stops elsewhere"));
            return stopping.andThen(result -> log.add(name + " stopped"));
        }
    }

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final Stage last = new Stage(null);
    private final Stage middle = new Stage(last);
    private final Stage first = new Stage(middle);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private void deploy(Stage stage, String name) {
        deploy(stage, name, Future.succeededFuture());
    }

    private void deploy(Stage stage, String name, Future<?> stopping) {
        stage.deploy(vertx, new Actor(name, stopping)).await();
    }

    @Test
    void oneMemberCanStopWhileLaterStagesGoOn() {
        deploy(middle, "a");
        Actor one = new Actor("b", Future.succeededFuture());
        middle.deploy(vertx, one).await();
        deploy(last, "c");
        middle.remove(vertx, one).await();
        assertThat(stops()).containsExactly("b stops", "b stopped");
        last.undeploy(vertx).await();
        middle.undeploy(vertx).await();
        assertThat(stops()).containsExactly("b stops", "b stopped", "c stops", "c stopped", "a stops", "a stopped");
    }

    private List<String> stops() {
        return log.stream().filter(line -> !line.endsWith("starts")).toList();
    }

    @Test
    void stagesStopInReverse() {
        deploy(first, "first");
        deploy(middle, "middle");
        deploy(last, "last");
        vertx.close().await();
        assertThat(stops())
                .containsExactly(
                        "last stops", "last stopped", "middle stops", "middle stopped", "first stops", "first stopped");
    }

    @Test
    void aStageWaitsForAllOfTheNextOne() {
        Promise<Void> slow = Promise.promise();
        deploy(first, "first");
        deploy(middle, "quick");
        deploy(middle, "slow", slow.future());
        Future<Void> closed = vertx.close();
        vertx.getOrCreateContext().runOnContext(turn -> slow.complete());
        closed.await();
        assertThat(stops()).hasSize(6).endsWith("first stops", "first stopped");
    }

    @Test
    void aStageWaitsForTheLastOneThoughThereIsNothingBetween() {
        Promise<Void> slow = Promise.promise();
        deploy(first, "first");
        deploy(last, "last", slow.future());
        Future<Void> closed = vertx.close();
        vertx.getOrCreateContext().runOnContext(turn -> slow.complete());
        closed.await();
        assertThat(stops()).containsExactly("last stops", "last stopped", "first stops", "first stopped");
    }

    @Test
    void aStopThatFailsHoldsNobodyUp() {
        deploy(first, "first");
        deploy(middle, "middle", Future.failedFuture("no"));
        deploy(middle, "other");
        deploy(last, "last", Future.failedFuture("neither"));
        vertx.close().otherwiseEmpty().await();
        assertThat(stops())
                .startsWith("last stops", "last stopped")
                .endsWith("first stops", "first stopped")
                .contains("middle stopped", "other stopped");
    }

    @Test
    void aStopThatThrowsHoldsNobodyUp() {
        deploy(first, "first");
        VerticleBase broken = new VerticleBase() {
            @Override
            public Future<?> stop() {
                throw new IllegalStateException("broken");
            }
        };
        middle.deploy(vertx, broken).await();
        vertx.close().otherwiseEmpty().await();
        assertThat(stops()).containsExactly("first stops", "first stopped");
    }

    @Test
    void whatDidNotStartIsNotWaitedFor() {
        deploy(first, "first");
        VerticleBase broken = new VerticleBase() {
            @Override
            public Future<?> start() {
                return Future.failedFuture("port in use");
            }
        };
        Future<?> failed = middle.deploy(vertx, broken);
        assertThat(failed.transform(result -> Future.succeededFuture(result.failed()))
                        .await())
                .isTrue();
        vertx.close().await();
        assertThat(stops()).containsExactly("first stops", "first stopped");
    }
}
