package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.bus.RecordedBus;
import dev.tutti.ops.CommandMeter;
import dev.tutti.ops.Histogram;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeasuredTimesTest {

    private static final int PUT = 0;
    private static final int GET = 1;
    private static final int DONE = 2;

    private long now = TimeUnit.HOURS.toNanos(1);
    private final CommandMeter meter = new CommandMeter(List.of("PUT", "GET", "DONE"));
    private final OwnerRouter router =
            new OwnerRouter(new RecordedBus().eventBus(), 0, 1, 1, new AtomicLong()::decrementAndGet);
    private final FlushCycle cycle = new FlushCycle(NetScene.endlessTurn(), router, new LeadGate(false), () -> now);
    private final MeasuredTimes times = new MeasuredTimes(meter, cycle);

    private void passMillis(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void receive(int... commands) {
        times.received();
        for (int command : commands) {
            times.decoded(command);
        }
        times.decodedAll();
        cycle.end();
    }

    private double seconds(int command) {
        return meter.duration(command).sum();
    }

    private long answered(int command) {
        return LongStream.of(meter.duration(command).counts()).sum();
    }

    @Test
    void aCommandTakesFromItsReadUntilItsReplyIsSent() {
        receive(PUT);
        passMillis(3);
        times.sent(0);
        assertThat(answered(PUT)).isZero();
        times.sent(1);
        assertThat(answered(PUT)).isEqualTo(1);
        assertThat(seconds(PUT)).isEqualTo(0.003);
    }

    @Test
    void commandsOfAPipelineAreAnsweredInTheirOrderAndInParts() {
        receive(PUT, PUT, PUT, GET, DONE);
        passMillis(1);
        times.sent(2);
        assertThat(seconds(PUT)).isEqualTo(0.002);
        cycle.end();
        passMillis(1);
        receive(PUT);
        passMillis(1);
        times.sent(6);
        assertThat(answered(PUT)).isEqualTo(4);
        assertThat(seconds(PUT)).isEqualTo(0.002 + 0.003 + 0.001);
        assertThat(seconds(GET)).isEqualTo(0.003);
        assertThat(seconds(DONE)).isEqualTo(0.003);
    }

    @Test
    void aCommandIsCountedWhenItIsRead() {
        receive(GET, GET);
        assertThat(meter.received(GET)).isEqualTo(2);
        assertThat(answered(GET)).isZero();
    }

    /** A connection that is about to close is sent a reply to no command. */
    @Test
    void aReplyToNoCommandIsIgnored() {
        receive(GET);
        times.sent(2);
        assertThat(answered(GET)).isEqualTo(1);
    }

    /** Commands with the times of their reads, as a queue that keeps each for itself. */
    @ParameterizedTest
    @MethodSource("dev.tutti.Seeds#several")
    void anyPipelineIsMeasuredAsIfEachCommandWereAlone(long seed) {
        Random random = Seeds.random(seed);
        ArrayDeque<long[]> unanswered = new ArrayDeque<>();
        Histogram[] expected = {
            meter.duration(PUT).empty(),
            meter.duration(PUT).empty(),
            meter.duration(PUT).empty()
        };
        long sent = 0;
        long received = 0;
        for (int turn = 0; turn < 2000; turn++) {
            passMillis(random.nextInt(200));
            boolean isLeftOver = turn > 0 && random.nextInt(4) == 0; // from the last read, which had no time for it
            if (!isLeftOver) {
                times.received();
                received = now;
            }
            for (int i = random.nextInt(30); i > 0; i--) {
                int command = random.nextInt(3);
                times.decoded(command);
                unanswered.add(new long[] {command, received});
            }
            times.decodedAll();
            cycle.end();
            passMillis(random.nextInt(5));
            int replies = random.nextInt(unanswered.size() + 1);
            sent += replies;
            times.sent(sent);
            for (int i = 0; i < replies; i++) {
                long[] first = unanswered.remove();
                expected[(int) first[0]].add(now - first[1]);
            }
        }
        for (int command : new int[] {PUT, GET, DONE}) {
            assertThat(meter.duration(command).counts()).isEqualTo(expected[command].counts());
            assertThat(meter.duration(command).sum()).isEqualTo(expected[command].sum());
        }
    }
}
