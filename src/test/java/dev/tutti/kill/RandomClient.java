package dev.tutti.kill;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A client that sends random commands and records its requests and their replies, until the connection breaks. */
final class RandomClient implements Runnable {

    /** The queues of the test. Their settings differ, and so do the commands that clients send. */
    enum Queue {
        /** Delivers the items of each producer in order. Clients end them or keep them, and never give them back. */
        LINE("line", "line", ""),
        RETRIED("retried", "retried", "ATTEMPTS 3"),
        BURIED("retried.dead", "retried", ""),
        RANKED("ranked", "ranked", "KIND priority"),
        STACK("stack", "stack", "KIND lifo"),
        LEASED("leased", "leased", "LEASE 5"),
        /** With two owners, this queue and the next belong to different ones. */
        HERE("a", "moved", ""),
        THERE("b", "moved", ""),
        TASKS("tasks", "tasks", "");

        final String key;
        /** Names the group of queues between which items are moved. */
        final String family;

        final String settings;

        Queue(String key, String family, String settings) {
            this.key = key;
            this.family = family;
            this.settings = settings;
        }

        static Queue any(Random random) {
            return values()[random.nextInt(values().length)];
        }
    }

    private static final int BURST = 20;

    private record InHand(Queue queue, String body, long id) {}

    private final Histories histories;
    private final Random random;
    private final String producer;
    private final RespClient client;
    private final StopTrigger trigger;
    private final List<InHand> inHand = new ArrayList<>();

    /** @param trigger counts every reply, after it was recorded */
    RandomClient(Histories histories, String producer, Random random, RespClient client, StopTrigger trigger) {
        this.histories = histories;
        this.producer = producer;
        this.random = random;
        this.client = client;
        this.trigger = trigger;
    }

    @Override
    public void run() {
        try {
            while (true) {
                act();
            }
        } catch (UncheckedIOException cutOff) {
            if (!trigger.hasFired()) {
                histories.history().violation(producer + " was cut off before the end: " + cutOff);
            }
        } catch (RuntimeException bug) {
            histories.history().violation(producer + " failed: " + bug);
        } finally {
            client.close();
        }
    }

    private void act() {
        int dice = random.nextInt(100);
        if (dice < 22) {
            put(Queue.any(random), 1 + random.nextInt(3));
        } else if (dice < 48) {
            get(Queue.any(random));
        } else if (dice < 88) {
            if (!inHand.isEmpty()) {
                actOn(inHand.remove(random.nextInt(inHand.size())));
            }
        } else if (dice < 92) {
            move(random.nextBoolean());
        } else if (dice < 98) {
            task();
        } else {
            event();
        }
    }

    private String ask(String command) {
        String reply = text(client.ask(command));
        trigger.replied();
        return reply;
    }

    private static String text(Object reply) {
        return reply instanceof Failure failure ? failure.text() : reply instanceof Null ? "null" : reply.toString();
    }

    private void unexpected(String command, String reply) {
        histories.history().violation(command + " was answered with " + reply);
    }

    // ---- put

    /** Puts this many items into the queue {@link Queue#LINE}. */
    void fill(int items) {
        for (int i = 0; i < items; i += BURST) {
            put(Queue.LINE, BURST);
        }
    }

    /** Puts some items with pipelined commands. */
    private void put(Queue queue, int count) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String body = histories.newBody(producer, random);
            bodies.add(body);
            long delay = queue != Queue.LINE && random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 0;
            histories.history().putting(body, delay);
            client.tell((queue == Queue.TASKS ? "SUBMIT " : "QUEUE PUT ") + queue.key + " " + body
                    + (delay > 0 ? " DELAY " + delay : "")
                    + (queue == Queue.RANKED ? " PRIORITY " + Histories.priority(body) : ""));
        }
        for (String body : bodies) {
            Object reply = client.read();
            if (reply instanceof Long id) {
                histories.history().put(body, id);
                if (queue == Queue.TASKS) {
                    histories.tasks().submitted(id);
                }
            } else if (text(reply).startsWith("FULL ")) {
                histories.history().refused(body);
            } else {
                unexpected("PUT " + body, text(reply));
            }
            trigger.replied();
        }
    }

    // ---- get

    private void get(Queue queue) {
        long asked = histories.history().getting(queue.family);
        long inOrder = histories.order().asking();
        Object reply = client.ask("QUEUE GET " + queue.key + " TIMEOUT 0 COUNT " + (1 + random.nextInt(3)));
        if (reply instanceof List<?> deliveries) {
            List<String> bodies = new ArrayList<>();
            for (Object delivery : deliveries) {
                bodies.add(got(queue, asked, (List<?>) delivery));
            }
            // A server that is stopping gives back a closed connection's items while other connections still get items.
            if (queue == Queue.LINE && !trigger.hasFired()) {
                histories.gotInOrder(inOrder, bodies);
            }
        } else if (reply != Null.ARRAY) {
            unexpected("GET", text(reply));
        }
        histories.history().answered(queue.family);
        trigger.replied();
    }

    private String got(Queue queue, long asked, List<?> delivery) {
        long id = (Long) delivery.get(0);
        String body = (String) delivery.get(1);
        histories.history().got(queue.family, asked, body, id, (Long) delivery.get(2));
        inHand.add(new InHand(queue, body, id));
        return body;
    }

    // ---- finish

    private void actOn(InHand item) {
        int dice = random.nextInt(10);
        if (dice < 6) {
            end(item, "QUEUE DONE", "done-" + item.id, "done-" + item.id);
        } else if (item.queue == Queue.LINE) {
            inHand.add(item);
        } else if (dice < 7 && item.queue == Queue.TASKS) {
            end(item, "QUEUE FAIL", "no-" + item.id, "FAILED no-" + item.id);
        } else if (dice < 8) {
            giveBack(item, "QUEUE RELEASE " + item.queue.key + " " + item.id);
        } else if (dice < 9) {
            giveBack(item, "QUEUE RELEASE " + item.queue.key + " " + item.id + " DELAY " + random.nextInt(50));
        } else if (item.queue == Queue.RETRIED) {
            giveBack(item, "QUEUE FAIL " + item.queue.key + " " + item.id);
        } else {
            inHand.add(item);
        }
    }

    private void end(InHand item, String command, String argument, String end) {
        TaskHistory tasks = item.queue == Queue.TASKS ? histories.tasks() : new TaskHistory();
        histories.history().ending(item.body);
        tasks.ending(item.id, end);
        String line = command + " " + item.queue.key + " " + item.id + " " + argument;
        String reply = ask(line);
        if (reply.equals("OK")) {
            histories.history().ended(item.body);
            tasks.ended(item.id, end);
        } else {
            histories.history().notEnded(item.body);
            tasks.notEnded(item.id, end);
            checkLost(item, line, reply);
        }
    }

    private void giveBack(InHand item, String line) {
        String reply = ask(line);
        if (!reply.equals("OK")) {
            checkLost(item, line, reply);
        }
    }

    /** A client may only lose items that have a lease or that can be cancelled. */
    private void checkLost(InHand item, String line, String reply) {
        boolean leased = item.queue == Queue.LEASED && reply.startsWith("NOITEM ");
        boolean cancelled = item.queue == Queue.TASKS && reply.startsWith("CANCELLED ");
        if (!leased && !cancelled) {
            unexpected(line, reply);
        }
    }

    // ---- whole queues, tasks and events

    private void move(boolean there) {
        String line = "QUEUE MOVE " + (there ? "a b" : "b a") + " COUNT " + (1 + random.nextInt(5));
        String reply = ask(line);
        if (!reply.matches("\\d+")) {
            unexpected(line, reply);
        }
    }

    private void task() {
        List<Long> ids = List.copyOf(histories.tasks().ids());
        if (ids.isEmpty()) {
            return;
        }
        long id = ids.get(random.nextInt(ids.size()));
        if (random.nextInt(4) > 0) {
            await(id);
        } else {
            cancel(id);
        }
    }

    /** Asks for the result of a task. */
    void await(long id) {
        String known = histories.tasks().awaiting(id);
        String reply = ask("AWAIT tasks " + id + " TIMEOUT 0");
        histories.tasks().awaited(id, known, reply).ifPresent(histories.history()::violation);
    }

    private void cancel(long id) {
        String body = histories.history().bodyOf(id);
        String end = "CANCELLED item " + id + " was cancelled";
        histories.history().ending(body);
        histories.tasks().ending(id, end);
        if (ask("CANCEL tasks " + id).equals("1")) {
            histories.history().ended(body);
            histories.tasks().ended(id, end);
        } else {
            histories.history().notEnded(body);
            histories.tasks().notEnded(id, end);
        }
    }

    private void event() {
        boolean set = random.nextBoolean();
        histories.events().setting(producer, set);
        ask((set ? "EVENT SET " : "EVENT CLEAR ") + producer);
        histories.events().set(producer, set);
    }
}
