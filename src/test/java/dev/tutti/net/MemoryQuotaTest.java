package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryQuotaTest {

    private final MemoryQuota memory = new MemoryQuota(100_000);
    private final List<String> evicted = new ArrayList<>();

    private MemoryQuota.Share share(String name) {
        return memory.share(() -> evicted.add(name));
    }

    @Test
    void theLargestIsEvictedWhenAllTogetherHoldTooMuch() {
        MemoryQuota.Share large = share("large");
        MemoryQuota.Share small = share("small");
        assertThat(large.holds(60_000)).isTrue();
        assertThat(small.holds(40_000)).isTrue();
        assertThat(evicted).isEmpty();
        assertThat(small.holds(50_000)).isTrue();
        assertThat(evicted).containsExactly("large");
        assertThat(memory.used()).isEqualTo(50_000);
        assertThat(large.holds(10)).isFalse();
    }

    @Test
    void amongEqualOnesTheOneThatGrewIsEvicted() {
        MemoryQuota.Share first = share("first");
        MemoryQuota.Share second = share("second");
        first.holds(60_000);
        assertThat(second.holds(60_000)).isFalse();
        assertThat(evicted).containsExactly("second");
        assertThat(first.holds(60_000)).isTrue();
    }

    @Test
    void onlyTheLargestIsEvictedIfThatIsEnough() {
        share("a").holds(40_000);
        share("b").holds(50_000);
        share("c").holds(9_000);
        assertThat(share("d").holds(200_000)).isFalse();
        assertThat(evicted).containsExactly("d");
        assertThat(memory.used()).isEqualTo(99_000);
    }

    @Test
    void whatNobodyWaitsForGoesFirst() {
        MemoryQuota.Share expendable = memory.expendable(() -> evicted.add("expendable"));
        MemoryQuota.Share less = memory.expendable(() -> evicted.add("less"));
        MemoryQuota.Share large = share("large");
        expendable.holds(20_000);
        less.holds(10_000);
        assertThat(large.holds(80_000)).isTrue();
        assertThat(evicted).containsExactly("expendable");
        assertThat(large.holds(95_000)).isTrue();
        assertThat(evicted).containsExactly("expendable", "less");
        assertThat(large.holds(110_000)).isFalse();
    }

    @Test
    void whatIsLetGoOfIsFreeForOthers() {
        MemoryQuota.Share one = share("one");
        MemoryQuota.Share other = share("other");
        one.holds(90_000);
        one.holds(0);
        other.holds(90_000);
        other.close();
        assertThat(one.holds(90_000)).isTrue();
        one.close();
        assertThat(memory.used()).isEqualTo(0);
        assertThat(evicted).isEmpty();
    }

    @Test
    void smallAmountsAreNotCounted() {
        MemoryQuota.Share share = share("a");
        share.holds(2000);
        assertThat(memory.used()).isEqualTo(0);
        share.holds(3000);
        assertThat(memory.used()).isEqualTo(3000);
        share.holds(1500);
        assertThat(memory.used()).isEqualTo(3000);
        share.holds(0);
        assertThat(memory.used()).isEqualTo(0);
    }
}
