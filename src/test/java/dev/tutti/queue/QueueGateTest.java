package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QueueGateTest {

    private final QueueScene scene = new QueueScene();
    private final WorkQueue queue = scene.queue("q", 0, 0);

    @Test
    void aChangeThatFailsDoesNotKeepTheGateShut() {
        assertThatThrownBy(() -> queue.core()
                        .gate
                        .changeInSlices(
                                () -> {
                                    queue.whenOpen(() -> scene.log.add("open"));
                                    throw new IllegalStateException("a bug");
                                },
                                () -> scene.log.add("ended")))
                .hasMessage("a bug");
        assertThat(queue.core().gate.ifShut()).isNull();
        assertThat(scene.log).containsExactly("open");
        assertThat(QueueScene.purge(queue)).isZero();
    }

    @Test
    void actionsRunBehindTheEndInTheirOrder() {
        queue.core()
                .gate
                .changeInSlices(
                        () -> {
                            queue.whenOpen(() -> scene.log.add("first"));
                            queue.whenOpen(() -> scene.log.add("second"));
                            assertThat(scene.queues.existing("q").core().gate.isChanging())
                                    .isTrue();
                            return false;
                        },
                        () -> scene.log.add("ended"));
        queue.whenOpen(() -> scene.log.add("third"));
        assertThat(scene.log).containsExactly("ended", "first", "second", "third");
    }
}
