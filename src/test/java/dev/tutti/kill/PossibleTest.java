package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PossibleTest {

    private final Possible<String> value = new Possible<>(null);

    @Test
    void anAnsweredRequestLeavesOneValue() {
        value.done(value.asking("a"), "a");
        assertThat(value.values()).containsExactly("a");
        value.refused(value.asking("b"));
        assertThat(value.values()).containsExactly("a");
    }

    @Test
    void requestsWithoutReplyLeaveAllTheirValues() {
        value.asking("a");
        value.asking(Set.of("b", "c"));
        assertThat(value.values()).containsExactlyInAnyOrder(null, "a", "b", "c");
        value.refused(value.asking("b"));
        assertThat(value.values()).containsExactlyInAnyOrder(null, "a", "b", "c");
        value.seen("c");
        assertThat(value.values()).containsExactly("c");
    }

    @Test
    void aReplyBehindTheNextRequestTellsNothing() {
        int first = value.asking("a");
        int second = value.asking("b");
        value.done(first, "a");
        assertThat(value.values()).containsExactly(null, "a", "b");
        value.done(second, "b");
        assertThat(value.values()).containsExactly("b");
        value.refused(first);
        assertThat(value.values()).containsExactly("b");
    }
}
