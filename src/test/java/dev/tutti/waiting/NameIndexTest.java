package dev.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class NameIndexTest {

    private final NameIndex<String> index = new NameIndex<>();

    private void put(String... names) {
        for (String name : names) {
            index.put(name, name);
        }
    }

    private static List<String> rest(Iterator<Map.Entry<String, String>> walk) {
        List<String> rest = new ArrayList<>();
        walk.forEachRemaining(entry -> rest.add(entry.getValue()));
        return rest;
    }

    @Test
    void isInTheOrderOfTheNames() {
        put("c", "a", "bb");
        index.put("a", "A");
        assertThat(rest(index.walk())).containsExactly("A", "bb", "c");
    }

    @Test
    void aWalkMeetsOnceWhatIsThereAllTheTime() {
        put("b", "d", "f");
        Iterator<Map.Entry<String, String>> walk = index.walk();
        assertThat(walk.next().getKey()).isEqualTo("b");
        put("a", "c");
        index.remove("d");
        index.remove("b");
        assertThat(rest(walk)).containsExactly("c", "f");
    }

    @Test
    void whatComesBeforeTheFirstStepIsMet() {
        Iterator<Map.Entry<String, String>> walk = index.walk();
        assertThat(walk.hasNext()).isFalse();
        put("a");
        assertThat(rest(walk)).containsExactly("a");
        assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
    }
}
