package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskEventLoopTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, 0",
        "2, 1, 0, 1",
        "2, 1, 1, 1",
        "4, 1, 3, 1",
        "5, 3, 0, 3",
        "5, 3, 3, 4",
        "2, 2, 3, 1",
        "1, 3, 1, 0"
    })
    void isNotOneOfTheOwnersIfThereAreOthers(int loops, int owners, int turn, int index) {
        assertThat(new TaskEventLoop(owners, turn).indexAmong(loops)).isEqualTo(index);
    }
}
