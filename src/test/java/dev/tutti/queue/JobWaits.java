package dev.tutti.queue;

import dev.tutti.waiting.Claim;
import dev.tutti.waiting.Wait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The clients of a {@link JobScene} that wait: to get from one queue or from several, to put, or for a result. The model
 * hears at the end of a step who was served.
 */
final class JobWaits {

    /** A worker that waits to get, and the queues in whose lines it is. */
    private static final class Getter {
        private final Set<String> lines;
        private final Holder holder;
        private Wait wait;

        private Getter(Set<String> lines, Holder holder) {
            this.lines = new HashSet<>(lines);
            this.holder = holder;
        }
    }

    private final JobModel model;
    private final List<Getter> getters = new ArrayList<>();
    private final Map<String, Wait> putters = new LinkedHashMap<>();
    private final Map<String, Wait> awaiters = new LinkedHashMap<>();
    /** What was served in this step, in its order, for the model. */
    private final List<Runnable> served = new ArrayList<>();
    /** The items that were delivered in this step to those who had waited. */
    private final Set<Long> delivered = new HashSet<>();
    /** What those who waited were told in this step. */
    private final List<String> told = new ArrayList<>();

    private int made;

    JobWaits(JobModel model) {
        this.model = model;
    }

    /** Nobody of those who waited at a server is there still. */
    void restart() {
        getters.clear();
        putters.clear();
        awaiters.clear();
    }

    String newName(String kind) {
        return kind + " " + made++;
    }

    /** Whether there are so few that another one may wait. */
    boolean areFew() {
        return putters.size() + awaiters.size() < 10;
    }

    // ---- to get

    void get(WorkQueue queue, Holder holder, long lease) {
        Getter getter = new Getter(Set.of(queue.name()), holder);
        getter.wait = queue.awaitItem(holder, 1, lease, new QueueWaiter<>() {
            @Override
            public void served(List<Item> items) {
                delivered(getter, queue, items, lease);
            }

            @Override
            public void shutDown() {
                getters.remove(getter);
            }

            @Override
            public void unreadable(String cause) {
                throw new AssertionError(cause);
            }
        });
        getters.add(getter);
        queue.serve();
    }

    /** Waits to get from whichever of these queues can deliver first. */
    void getAny(Queues queues, List<String> names, Holder holder, long lease, int count) {
        Getter getter = new Getter(Set.copyOf(names), holder);
        AnyGetter any = new AnyGetter(queues, new Claim(names.size()), count, new AnyGetter.Listener() {
            @Override
            public void delivering(WorkQueue from, Item item) {}

            @Override
            public void served(WorkQueue from, List<Item> items) {
                delivered(getter, from, items, lease);
            }

            @Override
            public void shutDown() {
                getters.remove(getter);
            }

            @Override
            public void unreadable(String cause) {
                throw new AssertionError(cause);
            }

            @Override
            public void givenUp() {
                throw new AssertionError("nobody shares its claim");
            }
        });
        getter.wait = any;
        names.forEach(name -> any.enter(name, holder, lease));
        getters.add(getter);
        any.serve();
    }

    private void delivered(Getter getter, WorkQueue from, List<Item> items, long lease) {
        getters.remove(getter);
        for (Item item : items) {
            delivered.add(item.id());
            served.add(() -> model.delivered(model.queue(from.name()), item, getter.holder, lease));
        }
    }

    /** The number of those who wait to get. */
    int getters(JobQueue queue) {
        int waiting = 0;
        for (Getter getter : getters) {
            waiting += getter.lines.contains(queue.name) ? 1 : 0;
        }
        return waiting;
    }

    /** A queue from which nothing comes any more has no line. Whoever is in no line at all waits no longer. */
    void leaveLines(JobQueue over) {
        for (Getter getter : getters) {
            getter.lines.remove(over.name);
            if (getter.lines.isEmpty()) {
                throw new AssertionError("somebody waits though nothing more comes");
            }
        }
    }

    /** The worker waits to get no longer. */
    void leave(Holder holder) {
        List<Getter> gone =
                getters.stream().filter(getter -> getter.holder == holder).toList();
        getters.removeAll(gone);
        gone.forEach(getter -> getter.wait.withdraw());
    }

    // ---- to put

    void put(JobQueue queue, WorkQueue actual, JobPutter putter) {
        queue.putters.add(putter);
        putters.put(
                putter.name(), actual.awaitRoom(new QueueScene.User(putter.name()), putter.item(), new QueueWaiter<>() {
                    @Override
                    public void served(Item taken) {
                        putters.remove(putter.name());
                        served.add(() -> model.served(queue, putter, taken.id()));
                    }

                    @Override
                    public void shutDown() {
                        putters.remove(putter.name());
                        told.add(putter.name() + " shut down");
                    }

                    @Override
                    public void unreadable(String cause) {
                        throw new AssertionError(cause);
                    }
                }));
    }

    /** Waits for room no longer. */
    void giveUp(JobQueue queue, JobPutter putter) {
        queue.putters.remove(putter);
        putters.remove(putter.name()).withdraw();
    }

    // ---- for a result

    void await(Job job, Submission submission) {
        String name = newName("awaiter");
        job.awaiting.add(name);
        awaiters.put(name, submission.await(new QueueScene.User(name), awaiter(name, outcome -> {
            awaiters.remove(name);
            told.add(outcome);
        })));
    }

    /** Awaits the result no longer. */
    void awaitNoMore(Job job, String name) {
        job.awaiting.remove(name);
        awaiters.remove(name).withdraw();
    }

    /** One that hears the outcome of an item behind its own name. */
    static Awaiter awaiter(String name, Consumer<String> told) {
        return new Awaiter() {
            @Override
            public boolean wantsFailure() {
                return true;
            }

            @Override
            public void done(byte[] result) {
                told.accept(name + " " + KeptResult.DONE + QueueScene.text(result));
            }

            @Override
            public void failed(byte[] message) {
                told.accept(name + " " + KeptResult.FAILED + QueueScene.text(message));
            }

            @Override
            public void cancelled(Fate why) {
                told.accept(name + " " + why.words());
            }
        };
    }

    // ---- what the model hears

    /** The items that were delivered to those who had waited, of which the model has not heard yet. */
    Set<Long> delivered() {
        return delivered;
    }

    /** The model hears who was served since the last time. */
    void tellServed() {
        served.forEach(Runnable::run);
        served.clear();
        delivered.clear();
    }

    /** What was told since the last time. */
    List<String> takeTold() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }
}
