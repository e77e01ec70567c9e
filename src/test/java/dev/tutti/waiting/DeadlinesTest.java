package dev.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Deadlines.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private final Deadlines deadlines = new Deadlines();
    private final List<String> ran = new ArrayList<>();

    private Deadline at(long time, String name) {
        return deadlines.at(time, () -> ran.add(name));
    }

    @Test
    void runsWhatIsDueEarliestFirst() {
        at(30, "c");
        at(10, "a");
        at(20, "b");
        deadlines.run(9, () -> true);
        assertThat(ran).isEmpty();
        deadlines.run(20, () -> true);
        assertThat(ran).containsExactly("a", "b");
        assertThat(deadlines.next()).isEqualTo(30);
    }

    @Test
    void runsWhatIsDueAtOneTimeInTheOrderItWasMade() {
        at(10, "a");
        at(10, "b");
        at(10, "c");
        deadlines.run(10, () -> true);
        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void whatWasCancelledIsNotRun() {
        at(10, "a");
        Deadline cancelled = at(10, "b");
        deadlines.cancel(cancelled);
        deadlines.cancel(cancelled);
        deadlines.run(100, () -> true);
        assertThat(ran).containsExactly("a");
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void anActionMayCancelOneThatIsDueToo() {
        List<Deadline> later = new ArrayList<>();
        deadlines.at(10, () -> deadlines.cancel(later.get(0)));
        later.add(at(10, "cancelled"));
        deadlines.run(10, () -> true);
        assertThat(ran).isEmpty();
    }

    @Test
    void anActionMayMakeOneThatIsDueAtOnce() {
        deadlines.at(10, () -> at(10, "again"));
        deadlines.run(10, () -> true);
        assertThat(ran).containsExactly("again");
    }

    @Test
    void cancellingWhatHasRunIsLeftAlone() {
        Deadline first = at(10, "a");
        deadlines.run(10, () -> true);
        at(20, "b");
        deadlines.cancel(first);
        assertThat(deadlines.size()).isOne();
    }

    @Test
    void whatIsDueStaysWhenThereIsNoMoreTime() {
        at(10, "a");
        at(10, "b");
        at(11, "c");
        deadlines.run(11, () -> false);
        assertThat(ran).containsExactly("a");
        deadlines.run(11, () -> ran.size() < 2);
        assertThat(ran).containsExactly("a", "b");
        assertThat(deadlines.next()).isEqualTo(11);
    }

    @Test
    void nothingIsDueWhenThereIsNothing() {
        assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
        deadlines.run(Long.MAX_VALUE - 1, () -> true);
        assertThat(deadlines.size()).isZero();
    }
}
