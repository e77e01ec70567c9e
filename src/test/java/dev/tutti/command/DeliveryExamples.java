package dev.tutti.command;

import static dev.tutti.command.QueueCommand.QUEUES_LEASE;
import static dev.tutti.config.QueueSetting.DETACHED;
import static dev.tutti.config.QueueSetting.LEASE;

import dev.tutti.command.GetAnyCommand.GetAny;
import dev.tutti.queue.Failure;
import dev.tutti.queue.ItemView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Commands that get items or name one delivery of an item, and the records that are made of them. */
final class DeliveryExamples {

    private static final byte[] NOTHING = {};
    private static final long NONE = Command.NO_TIMEOUT;

    private DeliveryExamples() {}

    static Stream<Arguments> deliveries() {
        return Stream.of(
                Arguments.of("QUEUE GET q LEASE 9 detached", new QueueCommand.Get("q", 0, NONE, 9, true)),
                Arguments.of(
                        "QUEUE GETANY 3 b a b TIMEOUT 60 COUNT 5 LEASE 9 DETACHED",
                        new GetAny(List.of("b", "a"), new QueueCommand.Get("b", 5, 60, 9, true))),
                Arguments.of(
                        "QUEUE GETANY 1 a", new GetAny(List.of("a"), new QueueCommand.Get("a", 0, NONE, QUEUES_LEASE))),
                Arguments.of(
                        "QUEUE GETANY 3 a count lease TIMEOUT 60",
                        new GetAny(List.of("a", "count", "lease"), new QueueCommand.Get("a", 0, 60, QUEUES_LEASE))),
                Arguments.of("QUEUE GET q DETACHED COUNT 2", new QueueCommand.Get("q", 2, NONE, QUEUES_LEASE, true)),
                Arguments.of(
                        "QUEUE CREATE q DETACHED yes LEASE 9",
                        new SettingsCommand.Create("q", Map.of(LEASE, 9L, DETACHED, 1L))),
                Arguments.of("QUEUE CREATE q detached No", new SettingsCommand.Create("q", Map.of(DETACHED, 0L))),
                Arguments.of("QUEUE DONE q 7 ATTEMPT 3", new QueueCommand.Done("q", 7, NOTHING, 3)),
                Arguments.of("QUEUE DONE q 7 ATTEMPT", new QueueCommand.Done("q", 7, bytes("ATTEMPT"))),
                Arguments.of("QUEUE DONE q 7 attempt attempt 3", new QueueCommand.Done("q", 7, bytes("attempt"), 3)),
                Arguments.of(
                        "QUEUE FAIL q 7 late ATTEMPT 1", new QueueCommand.Fail("q", 7, Failure.of(bytes("late")), 1)),
                Arguments.of("QUEUE RELEASE q 7 ATTEMPT 2 DELAY 60", new QueueCommand.Release("q", 7, 60, 2)),
                Arguments.of(
                        "QUEUE TOUCH q 7 ATTEMPT 2", new ItemCommand.Touch("q", 7, null, ItemCommand.SAME_LEASE, 2)),
                Arguments.of("QUEUE TOUCH q 7 LEASE 9", new ItemCommand.Touch("q", 7, null, 9, 0)),
                Arguments.of("QUEUE INSPECT q 7", new ItemCommand.Inspect("q", 7)),
                Arguments.of("QUEUE ITEMS q", new ItemCommand.Items("q", null, 1000, 0)),
                Arguments.of(
                        "QUEUE ITEMS q AFTER 9 COUNT 5 STATE dead",
                        new ItemCommand.Items("q", ItemView.State.DEAD, 5, 9)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
