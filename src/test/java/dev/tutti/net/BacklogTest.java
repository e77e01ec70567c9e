package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    @Test
    void theBytesOfAReadAreFreeWhenItsLastCommandIsAnswered() {
        backlog.add(3, 100);
        backlog.add(4, 20);
        backlog.answered(2);
        assertThat(backlog.bytes()).isEqualTo(120);
        backlog.answered(3);
        assertThat(backlog.bytes()).isEqualTo(20);
        backlog.answered(4);
        assertThat(backlog.bytes()).isEqualTo(0);
    }

    @Test
    void countsAsASimpleListDoesWhateverTheOrder() {
        Random random = Seeds.random(8);
        ArrayDeque<long[]> model = new ArrayDeque<>();
        long added = 0;
        long answered = 0;
        for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(1000) < (i / 5000 % 2 == 0 ? 600 : 400)) {
                added += 1 + random.nextInt(3);
                long bytes = random.nextInt(1000);
                backlog.add(added, bytes);
                model.add(new long[] {added, bytes});
            } else {
                answered += random.nextLong(added - answered + 1) % 4;
                backlog.answered(answered);
                while (!model.isEmpty() && model.peek()[0] <= answered) {
                    model.poll();
                }
            }
            if (i % 100 == 0) {
                assertThat(backlog.bytes())
                        .isEqualTo(model.stream().mapToLong(read -> read[1]).sum());
            }
        }
    }
}
