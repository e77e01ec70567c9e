package dev.tutti.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Notice.BusiestQueues;
import dev.tutti.log.EventLog;
import dev.tutti.ops.ItemTotals;
import dev.tutti.queue.Item;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.PutOptions;
import dev.tutti.queue.QueueStore;
import dev.tutti.queue.Queues;
import dev.tutti.queue.ReplyRoom;
import dev.tutti.waiting.Timers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The answers of several owners become the metrics of one server. */
class QueueMetricsTest {

    private static final String ITEMS = "tutti_queue_items{queue=\"%s\",state=\"ready\"}";

    private final AtomicLong ids = new AtomicLong();
    private final Queues one = owner();
    private final Queues other = owner();

    private Queues owner() {
        return new Queues(
                Map.of(),
                ids::incrementAndGet,
                new ItemTotals(),
                new MemoryLimit(1 << 20),
                new ReplyRoom(1 << 20),
                new Timers(() -> 0),
                QueueStore.NONE,
                new EventLog());
    }

    private static void put(Queues owner, String queue, int items) {
        for (int i = 0; i < items; i++) {
            owner.named(queue).put(new Item(new byte[1], PutOptions.NORMAL, null));
        }
    }

    private static Scrape scrape(int most, Queues... owners) {
        List<BusiestQueues> answers = Stream.of(owners)
                .map(owner -> new BusiestQueues(owner.figures(most).all()))
                .toList();
        try (Exposition exposition = new Exposition()) {
            byte[] text = exposition.write(List.of(new QueueMetrics(answers, most)));
            return Scrape.of(new String(text, StandardCharsets.UTF_8));
        }
    }

    private static double items(Scrape scrape, String queue) {
        return scrape.value(ITEMS.formatted(queue));
    }

    @Test
    void withoutAnyQueueAllOthersAreNone() {
        assertThat(items(scrape(100, one, other), "all others")).isZero();
    }

    @Test
    void theBusiestOfAllOwnersAreNamed() {
        put(one, "a", 1);
        put(one, "b", 4);
        put(other, "c", 3);
        put(other, "d", 2);
        Scrape scrape = scrape(2, one, other);
        assertThat(items(scrape, "b")).isEqualTo(4);
        assertThat(items(scrape, "c")).isEqualTo(3);
        assertThat(items(scrape, "all others")).isEqualTo(3);
        assertThat(scrape.has(ITEMS.formatted("d"))).isFalse();
    }

    @Test
    void noQueueIsNamedIfNoneMayBe() {
        put(one, "a", 2);
        put(other, "b", 1);
        Scrape scrape = scrape(0, one, other);
        assertThat(items(scrape, "all others")).isEqualTo(3);
        assertThat(scrape.values().keySet()).noneMatch(name -> name.contains("queue=\"a\""));
    }

    /** A queue that is forgotten and made again during a walk is met twice. A value that is there twice is no scrape. */
    @Test
    void aQueueThatWasMetTwiceIsShownOnce() {
        put(one, "a", 2);
        assertThat(items(scrape(5, one, one), "a")).isEqualTo(2);
    }
}
