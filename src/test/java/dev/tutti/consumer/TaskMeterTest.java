package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.ops.ConsumerMeter;
import dev.tutti.ops.ConsumerMeter.End;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskMeterTest {

    private static final class Item implements TaskExecution {
        private final Promise<Buffer> result = Promise.promise();
        private final Promise<Void> ended = Promise.promise();

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public Future<?> ended() {
            return ended.future();
        }

        @Override
        public void cancel() {
            result.fail(new CancellationException("cancelled"));
        }
    }

    private final ConsumerMeter numbers = new ConsumerMeter("q", "echo", 2);
    private long millis;
    private final TaskMeter meter = new TaskMeter(numbers, () -> TimeUnit.MILLISECONDS.toNanos(millis));

    private long count(End end) {
        return Arrays.stream(numbers.seconds(end).counts()).sum();
    }

    @Test
    void anItemRunsUntilNoCodeOfItRuns() {
        Item item = new Item();
        meter.watch(item);
        assertThat(numbers.running()).isEqualTo(1);
        item.result.complete(Buffer.buffer());
        assertThat(numbers.running()).isEqualTo(1);
        item.ended.complete();
        assertThat(numbers.running()).isZero();
    }

    @Test
    void anItemIsTimedUntilItHasItsResult() {
        Item item = new Item();
        millis = 7;
        meter.watch(item);
        millis = 37;
        item.result.complete(Buffer.buffer());
        millis = 5000;
        item.ended.complete();
        assertThat(numbers.seconds(End.DONE).sum()).isEqualTo(0.03);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TaskFailure("no such file"), End.FAILED),
                Arguments.of(new IllegalStateException("timed out"), End.FAILED),
                Arguments.of(TaskFailure.timeout("timed out after 5 ms"), End.TIMED_OUT),
                Arguments.of(new CancellationException("cancelled"), End.CANCELLED));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void eachEndIsCountedByItself(Throwable failure, End expected) {
        Item item = new Item();
        meter.watch(item);
        item.result.fail(failure);
        for (End end : End.values()) {
            assertThat(count(end)).as(end.name()).isEqualTo(end == expected ? 1 : 0);
        }
    }

    @Test
    void abandonedItemsAreShown() {
        meter.abandoned(3);
        assertThat(numbers.abandoned()).isEqualTo(3);
        meter.abandoned(2);
        assertThat(numbers.abandoned()).isEqualTo(2);
    }
}
