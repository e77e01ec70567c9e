package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kill.FifoOrder.Numbered;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FifoOrderTest {

    private final FifoOrder order = new FifoOrder();

    private List<String> got(long asked, String producer, int... numbers) {
        return order.got(
                asked,
                Arrays.stream(numbers)
                        .mapToObj(number -> new Numbered(producer, number))
                        .toList());
    }

    @Test
    void eachProducersItemsComeInTheirOrder() {
        assertThat(got(order.asking(), "p", 1)).isEmpty();
        assertThat(got(order.asking(), "q", 9)).isEmpty();
        assertThat(got(order.asking(), "p", 2)).isEmpty();
        assertThat(got(order.asking(), "q", 7)).containsExactly("7 of producer q came out after 9");
        assertThat(got(order.asking(), "q", 8)).containsExactly("8 of producer q came out after 9");
        assertThat(got(order.asking(), "p", 2)).containsExactly("2 of producer p came out after 2");
    }

    @Test
    void andSoTheyDoInOneAnswer() {
        assertThat(got(order.asking(), "p", 1, 3)).isEmpty();
        assertThat(got(order.asking(), "p", 5, 4)).containsExactly("4 of producer p came out after 5");
        assertThat(got(order.asking(), "p", 6)).isEmpty();
    }

    @Test
    void whatIsAskedForAtTheSameTimeComesInAnyOrder() {
        long first = order.asking();
        assertThat(got(order.asking(), "p", 3, 4)).isEmpty();
        assertThat(got(first, "p", 1, 2)).isEmpty();
    }

    @Test
    void whatWasInFlightComesAnew() {
        assertThat(got(order.asking(), "p", 1)).isEmpty();
        order.begin();
        assertThat(got(order.asking(), "p", 1)).isEmpty();
    }
}
