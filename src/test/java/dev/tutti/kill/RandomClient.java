package dev.tutti.kill;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A client that puts, gets and finishes at random, and takes down what it asks and is told, until it is cut off. */
final class RandomClient implements Runnable {

    /** The queues, each with what is done to it. */
    enum Queue {
        /** Items of each producer come in their order: they are done, or kept. */
        LINE("line", "line", ""),
        RETRIED("retried", "retried", "ATTEMPTS 3"),
        BURIED("retried.dead", "retried", ""),
        RANKED("ranked", "ranked", "KIND priority"),
        STACK("stack", "stack", "KIND lifo"),
        LEASED("leased", "leased", "LEASE 5"),
        /** Of two owners, where there are two. */
        HERE("a", "moved", ""),
        THERE("b", "moved", ""),
        TASKS("tasks", "tasks", "");

        final String key;
        /** Those between which items go to and fro. */
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

    private final Notebook notebook;
    private final Random random;
    private final String producer;
    private final RespClient client;
    private final Fuse fuse;
    private final List<InHand> inHand = new ArrayList<>();

    /** @param fuse told of every reply that was read and noted */
    RandomClient(Notebook notebook, String producer, Random random, RespClient client, Fuse fuse) {
        this.notebook = notebook;
        this.producer = producer;
        this.random = random;
        this.client = client;
        this.fuse = fuse;
    }

    @Override
    public void run() {
        try {
            while (true) {
                act();
            }
        } catch (UncheckedIOException cutOff) {
            if (!fuse.hasBlown()) {
                notebook.history().violation(producer + " was cut off before the end: " + cutOff);
            }
        } catch (RuntimeException bug) {
            notebook.history().violation(producer + " failed: " + bug);
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
        String reply = text(answered(client.ask(command)));
        fuse.reply();
        return reply;
    }

    /** A server that stops does not say whether it has done what it was asked for. */
    private static Object answered(Object reply) {
        if (reply instanceof Failure failure && failure.text().startsWith("SHUTDOWN ")) {
            throw new UncheckedIOException(new EOFException(failure.text()));
        }
        return reply;
    }

    private static String text(Object reply) {
        return reply instanceof Failure failure ? failure.text() : reply instanceof Null ? "null" : reply.toString();
    }

    private void unexpected(String command, String reply) {
        notebook.history().violation(command + " was answered with " + reply);
    }

    // ---- put

    /** So many items, all in the line. */
    void fill(int items) {
        for (int i = 0; i < items; i += BURST) {
            put(Queue.LINE, BURST);
        }
    }

    /** Some items in one go. */
    private void put(Queue queue, int count) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String body = notebook.newBody(producer, random);
            bodies.add(body);
            long delay = queue != Queue.LINE && random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 0;
            notebook.history().putting(body, delay);
            client.tell((queue == Queue.TASKS ? "SUBMIT " : "QUEUE PUT ") + queue.key + " " + body
                    + (delay > 0 ? " DELAY " + delay : "")
                    + (queue == Queue.RANKED ? " PRIORITY " + Notebook.priority(body) : ""));
        }
        for (String body : bodies) {
            Object reply = answered(client.read());
            if (reply instanceof Long id) {
                notebook.history().put(body, id);
                if (queue == Queue.TASKS) {
                    notebook.results().submitted(id);
                }
            } else if (text(reply).startsWith("FULL ")) {
                notebook.history().refused(body);
            } else {
                unexpected("PUT " + body, text(reply));
            }
            fuse.reply();
        }
    }

    // ---- get

    private void get(Queue queue) {
        long asked = notebook.history().getting(queue.family);
        long inOrder = notebook.order().asking();
        Object reply = answered(client.ask("QUEUE GET " + queue.key + " TIMEOUT 0 COUNT " + (1 + random.nextInt(3))));
        if (reply instanceof List<?> deliveries) {
            List<String> bodies = new ArrayList<>();
            for (Object delivery : deliveries) {
                bodies.add(got(queue, asked, (List<?>) delivery));
            }
            // A server that stops takes back what a connection holds while others go on.
            if (queue == Queue.LINE && !fuse.hasBlown()) {
                notebook.came(inOrder, bodies);
            }
        } else if (reply != Null.ARRAY) {
            unexpected("GET", text(reply));
        }
        notebook.history().answered(queue.family);
        fuse.reply();
    }

    private String got(Queue queue, long asked, List<?> delivery) {
        long id = (Long) delivery.get(0);
        String body = (String) delivery.get(1);
        notebook.history().got(queue.family, asked, body, id, (Long) delivery.get(2));
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
        Results results = item.queue == Queue.TASKS ? notebook.results() : new Results();
        notebook.history().ending(item.body);
        results.ending(item.id, end);
        String line = command + " " + item.queue.key + " " + item.id + " " + argument;
        String reply = ask(line);
        if (reply.equals("OK")) {
            notebook.history().ended(item.body);
            results.ended(item.id, end);
        } else {
            notebook.history().notEnded(item.body);
            results.notEnded(item.id, end);
            checkLost(item, line, reply);
        }
    }

    private void giveBack(InHand item, String line) {
        String reply = ask(line);
        if (!reply.equals("OK")) {
            checkLost(item, line, reply);
        }
    }

    /** Only what has a lease, or may be cancelled, is lost. */
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
        List<Long> ids = List.copyOf(notebook.results().ids());
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

    /** Asks how a task has ended. */
    void await(long id) {
        String known = notebook.results().awaiting(id);
        String reply = ask("AWAIT tasks " + id + " TIMEOUT 0");
        notebook.results().awaited(id, known, reply).ifPresent(notebook.history()::violation);
    }

    private void cancel(long id) {
        String body = notebook.history().bodyOf(id);
        String end = "CANCELLED item " + id + " was cancelled";
        notebook.history().ending(body);
        notebook.results().ending(id, end);
        if (ask("CANCEL tasks " + id).equals("1")) {
            notebook.history().ended(body);
            notebook.results().ended(id, end);
        } else {
            notebook.history().notEnded(body);
            notebook.results().notEnded(id, end);
        }
    }

    private void event() {
        boolean set = random.nextBoolean();
        notebook.events().setting(producer, set);
        ask((set ? "EVENT SET " : "EVENT CLEAR ") + producer);
        notebook.events().set(producer, set);
    }
}
