package dev.tutti.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.ops.Lifecycle.Phase;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private final Lifecycle lifecycle = new Lifecycle();

    @Test
    void aServerRecoversFirst() {
        assertThat(lifecycle.phase()).isEqualTo(Phase.RECOVERING);
        assertThat(lifecycle.isDraining()).isFalse();
    }

    @Test
    void aServerThatDrainsMayGoOnRunning() {
        for (Phase next : new Phase[] {Phase.RUNNING, Phase.DRAINING, Phase.RUNNING, Phase.STOPPING}) {
            assertThat(lifecycle.enter(next)).isTrue();
            assertThat(lifecycle.phase()).isEqualTo(next);
            assertThat(lifecycle.isDraining()).isEqualTo(next != Phase.RUNNING);
        }
    }

    @Test
    void aServerThatStopsDoesNothingElse() {
        lifecycle.enter(Phase.STOPPING);
        assertThat(lifecycle.enter(Phase.RUNNING)).isFalse();
        assertThat(lifecycle.enter(Phase.STOPPING)).isTrue();
        assertThat(lifecycle.phase()).isEqualTo(Phase.STOPPING);
    }
}
