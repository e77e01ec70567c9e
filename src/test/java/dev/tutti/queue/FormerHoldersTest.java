package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Departed;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Those who lost an item, and may not act on it any more. */
class FormerHoldersTest {

    private static Holder holder() {
        return Holder.ofClient(Departed.OF_EARLIER_START, item -> {});
    }

    private final Holder first = holder();
    private final Holder second = holder();
    private final Holder third = holder();

    @Test
    void itemsOfOneLoserShareOneSet() {
        Set<Holder> one = first.joinFormer(null);
        assertThat(one).containsExactly(first);
        assertThat(first.joinFormer(null)).isSameAs(one);
        assertThat(first.joinFormer(one)).isSameAs(one);
    }

    @Test
    void anotherLoserDoesNotChangeTheSharedSet() {
        Set<Holder> one = first.joinFormer(null);
        Set<Holder> two = second.joinFormer(one);
        Set<Holder> three = third.joinFormer(two);
        assertThat(three).containsExactlyInAnyOrder(first, second, third);
        assertThat(one).containsExactly(first);
    }

    @Test
    void whoHasTheItemAgainIsNoLoser() {
        Set<Holder> one = first.joinFormer(null);
        assertThat(second.leaveFormer(one)).containsExactly(first);
        assertThat(first.leaveFormer(one)).isNull();
        assertThat(one).containsExactly(first);
        assertThat(first.leaveFormer(second.joinFormer(one))).containsExactly(second);
        assertThat(first.leaveFormer(null)).isNull();
    }

    @Test
    void whoHasItAgainByALeaseAloneIsNoLoserEither() {
        assertThat(first.detached().leaveFormer(first.joinFormer(null))).isNull();
        assertThat(first.detached().joinFormer(null)).isNull();
        assertThat(first.detached().joinFormer(second.joinFormer(null))).containsExactly(second);
    }

    @Test
    void closedOnesAreForgotten() {
        Set<Holder> one = first.joinFormer(null);
        Set<Holder> two = second.joinFormer(one);
        first.close();
        assertThat(first.joinFormer(null)).isNull();
        assertThat(third.joinFormer(one)).containsExactly(third);
        assertThat(third.joinFormer(two)).containsExactlyInAnyOrder(second, third);
        assertThat(first.joinFormer(third.joinFormer(null))).containsExactly(third);
    }
}
