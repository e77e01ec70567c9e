package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.TaskKind;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class BuiltInTasksTest {

    private static TestConsumer builtIn(Vertx vertx, String name, ThreadingModel threading) throws Exception {
        return TestConsumer.of(vertx, new TaskKind.BuiltIn(name), threading, 0, 64);
    }

    private static TestConsumer builtIn(Vertx vertx, String name) throws Exception {
        return builtIn(vertx, name, ThreadingModel.EVENT_LOOP);
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER"})
    void eachDoesWhatItSays(ThreadingModel threading, Vertx vertx) throws Exception {
        assertThat(builtIn(vertx, "echo", threading).run("a\r\nb")).isEqualTo("a\r\nb");
        assertThat(builtIn(vertx, "upper", threading).run("größe i")).isEqualTo("GRÖSSE I");
        assertThat(builtIn(vertx, "sha256", threading).run("hello"))
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(builtIn(vertx, "fail", threading).failure("oops")).isEqualTo("oops");
        assertThat(builtIn(vertx, "sleep", threading).run("1")).isEqualTo("1");
    }

    @Test
    void upperKeepsEveryCharacterWhole(Vertx vertx) throws Exception {
        TestConsumer upper = builtIn(vertx, "upper");
        for (int shift = 0; shift < 3; shift++) {
            String text = "x".repeat(shift) + "\uD801\uDC28é".repeat(500);
            assertThat(upper.run(text)).isEqualTo(text.toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void failPassesOnBytesThatAreNotUtf8(Vertx vertx) throws Exception {
        Buffer latin1 = Buffer.buffer(new byte[] {'n', (byte) 0xE9, 'e'});
        TaskExecution execution = builtIn(vertx, "fail").begin(latin1).get(0);
        assertThat(TaskFailure.textOf(execution.result().cause())).isEqualTo(latin1);
    }

    @Test
    void sleepersAllSleepAtOnce(Vertx vertx) throws Exception {
        TestConsumer sleep = builtIn(vertx, "sleep");
        Buffer[] items = new Buffer[64];
        Arrays.fill(items, Buffer.buffer("300"));
        long start = System.nanoTime();
        List<TaskExecution> runs = sleep.begin(items);
        for (TaskExecution execution : runs) {
            assertThat(sleep.result(execution)).hasToString("300");
        }
        // One after another they would take 19 s.
        assertThat((System.nanoTime() - start) / 1_000_000).isBetween(290L, 5_000L);
        assertThat(sleep.capacity()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", " 1", "31536000001", "99999999999999999999999999"})
    void sleepRefusesWhatIsNoTime(String item, Vertx vertx) throws Exception {
        assertThat(builtIn(vertx, "sleep").failure(item))
                .isEqualTo("sleep: expected milliseconds, 0 to 31536000000, got \"" + item + "\"");
    }

    @Test
    void sleepShowsOnlyTheStartOfALongItem(Vertx vertx) throws Exception {
        assertThat(builtIn(vertx, "sleep").failure("x".repeat(100_000))).endsWith("got \"" + "x".repeat(40) + "...\"");
    }

    @Test
    void cancelledSleeperEndsAtOnce(Vertx vertx) throws Exception {
        TestConsumer sleep = builtIn(vertx, "sleep");
        TaskExecution execution = sleep.begin("31536000000");
        sleep.cancel(execution);
        assertThat(sleep.failure(execution)).isEqualTo("cancelled");
        assertThat(sleep.capacity()).isEqualTo(64);
    }

    @Test
    void resultLongerThanAnItemMayBeFails(Vertx vertx) throws Exception {
        // Each of these is two bytes, and three in upper case.
        String grows = "\u0149".repeat(TestConsumer.MAX_ITEM_SIZE / 2);
        assertThat(builtIn(vertx, "upper").failure(grows))
                .isEqualTo("result of " + TestConsumer.MAX_ITEM_SIZE / 2 * 3 + " bytes is over maxItemSize (1048576)");
    }
}
