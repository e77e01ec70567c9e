package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SortedMergeTest {

    private static SortedMerge<String> merge(List<List<String>> lists) {
        return new SortedMerge<>(lists.stream().map(List::iterator).toList(), Comparator.<String>naturalOrder());
    }

    @Test
    void severalListsAreOne() {
        assertThat(merge(List.of(List.of("b", "d"), List.of(), List.of("a", "b", "e"), List.of("c"))))
                .toIterable()
                .containsExactly("a", "b", "b", "c", "d", "e");
    }

    @Test
    void nothingIsBehindTheLast() {
        SortedMerge<String> none = merge(List.of());
        assertThat(none.hasNext()).isFalse();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }
}
