package dev.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {

    private final Gate gate = new Gate();
    private final List<String> log = new ArrayList<>();

    private Wait arrive(String name) {
        return gate.await(() -> log.add(name));
    }

    @Test
    void letsThoseInWhoWaitInTheirOrder() {
        gate.shut();
        arrive("a");
        arrive("b");
        assertThat(log).isEmpty();
        gate.open();
        assertThat(log).containsExactly("a", "b");
        assertThat(gate.isShut()).isFalse();
    }

    @Test
    void whoeverShutsItAgainKeepsTheOthersOut() {
        gate.shut();
        gate.await(gate::shut);
        arrive("b");
        gate.open();
        assertThat(log).isEmpty();
        gate.open();
        assertThat(log).containsExactly("b");
    }

    @Test
    void whoeverLeavesIsNotLetIn() {
        gate.shut();
        Wait left = arrive("a");
        arrive("b");
        left.withdraw();
        gate.open();
        assertThat(log).containsExactly("b");
    }
}
