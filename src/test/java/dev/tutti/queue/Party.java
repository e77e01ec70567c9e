package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Wait;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Queues and those who use them, who write down what happens to them, as a script that a test reads. */
final class Party {

    final List<String> log = new ArrayList<>();
    final MemoryLimit memory = new MemoryLimit(1L << 40);
    final Queues queues;

    Party(Map<String, QueueConfig> configured) {
        queues = new Queues(configured, new AtomicLong()::incrementAndGet, memory);
    }

    Party() {
        this(Map.of());
    }

    static QueueConfig settings(int maxSize, int attempts) {
        return new QueueConfig(QueueConfig.Kind.FIFO, maxSize, 0, attempts);
    }

    WorkQueue queue(String name, int maxSize, int attempts) {
        return queues.create(name, settings(maxSize, attempts));
    }

    Holder holder(String name) {
        return new Holder(item -> log.add(name + " cancelled " + text(item)));
    }

    Item item(String body) {
        return item(body, null);
    }

    Item item(String body, Awaiter awaiter) {
        Item item = new Item(bytes(body), awaiter);
        memory.reserve(item.bytes());
        return item;
    }

    Item put(WorkQueue queue, String body) {
        Item item = item(body);
        queue.put(item);
        return item;
    }

    Wait waitToPut(WorkQueue queue, String body) {
        return queue.awaitRoom(item(body), taken -> log.add("put " + text(taken)));
    }

    Wait waitToGet(WorkQueue queue, String getter) {
        return waitToGet(queue, holder(getter), getter, 1);
    }

    Wait waitToGet(WorkQueue queue, Holder holder, String getter, int count) {
        return queue.awaitItem(holder, count, items -> log.add(getter + " got " + texts(items)));
    }

    Wait waitToJoin(WorkQueue queue, String joiner) {
        return queue.awaitFinished(() -> log.add(joiner + " joined"));
    }

    /** Whoever awaits an item; {@code wantsFailure} says whether a failure is its reply. */
    Awaiter awaiter(String name, boolean wantsFailure) {
        return new Awaiter() {
            @Override
            public boolean wantsFailure() {
                return wantsFailure;
            }

            @Override
            public void done(byte[] result) {
                log.add(name + " done " + Party.text(result));
            }

            @Override
            public void failed(byte[] message) {
                log.add(name + " failed " + Party.text(message));
            }

            @Override
            public void cancelled() {
                log.add(name + " cancelled");
            }
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String text(Item item) {
        return text(item.body());
    }

    static List<String> texts(List<Item> items) {
        return items.stream().map(Party::text).toList();
    }

    static List<String> ready(WorkQueue queue) {
        return texts(queue.peek(Integer.MAX_VALUE));
    }
}
