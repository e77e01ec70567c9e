package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.queue.ModelItem.Interest;
import dev.tutti.queue.ModelItem.State;
import dev.tutti.queue.ModelQueue.Getter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What a random test does with single items; each action says what it was. */
final class RandomItems {

    /** Null is the empty one, which is the group of those that have none. */
    private static final List<String> GROUPS = Arrays.asList(null, "a", "b", "a long name");

    private final RandomClients clients;

    RandomItems(RandomClients clients) {
        this.clients = clients;
    }

    // ---- put and get

    String put(ModelQueue modelQueue) {
        Long priority = clients.random.nextBoolean() ? null : (long) clients.random.nextInt(3) - 1;
        long delay = clients.random.nextInt(4) == 0 ? 1 + clients.random.nextInt(10) : 0;
        PutOptions options = new PutOptions(priority, delay, null, 0, group());
        return put(modelQueue, options, clients.any(List.of(Interest.values())));
    }

    /** What most items are: those that may be left to the journal while they wait. */
    String putPlain(ModelQueue modelQueue) {
        PutOptions options = clients.random.nextBoolean() ? PutOptions.NORMAL : PutOptions.of(null, null, group());
        return put(modelQueue, options, Interest.NOBODY);
    }

    private String group() {
        return clients.any(GROUPS);
    }

    private String put(ModelQueue modelQueue, PutOptions options, Interest interest) {
        if (modelQueue.shutDown) {
            return "no put into " + modelQueue.name;
        }
        String body = clients.newName("item-");
        long ttl = clients.random.nextInt(20);
        Item item = item(body, options, interest, ttl);
        WorkQueue queue = clients.named(modelQueue);
        clients.model.put(modelQueue, new ModelItem(body, item.bytes(), options, interest, ttl));
        if (queue.hasRoom()) {
            queue.put(item);
            clients.admitted(item);
        } else {
            clients.waits.put(
                    body, queue.awaitRoom(new QueueScene.User(body), item, clients.served(body, clients::admitted)));
        }
        return "put " + body + " " + options + " for " + interest + " into " + modelQueue.name;
    }

    private Item item(String body, PutOptions options, Interest interest, long ttl) {
        if (interest == Interest.SUBMITTED) {
            return clients.scene.submission(body, options, ttl);
        }
        Awaiter awaiter = clients.scene.awaiter("awaiter of " + body, interest == Interest.ALL);
        return clients.scene.item(body, options, interest == Interest.NOBODY ? null : awaiter);
    }

    String get(ModelQueue modelQueue) {
        if (modelQueue.isOver()) {
            return "no get from " + modelQueue.name;
        }
        String key = clients.newName("getter-");
        String holder = clients.any(clients.holders());
        int count = 1 + clients.random.nextInt(3);
        long lease =
                RandomClients.isConsumer(holder) || clients.random.nextBoolean() ? 0 : 1 + clients.random.nextInt(20);
        boolean detached = lease > 0 && clients.random.nextInt(3) == 0;
        WorkQueue queue = clients.named(modelQueue);
        clients.scene.await(queue, count);
        assertThat(queue.canDeliver()).isEqualTo(modelQueue.hasNext());
        clients.model.get(modelQueue, new Getter(key, holder, count, lease, detached));
        Holder by = detached ? clients.holder(holder).detached() : clients.holder(holder);
        if (queue.canDeliver()) {
            got(key, count == 1 ? List.of(queue.take(by, lease)) : queue.take(by, count, lease));
        } else {
            clients.waits.put(key, queue.awaitItem(by, count, lease, clients.served(key, items -> got(key, items))));
        }
        return key + " of " + holder + " gets " + count + " from " + modelQueue.name + " for " + lease
                + (detached ? " detached" : "");
    }

    private void got(String key, List<Item> got) {
        clients.scene.log.add(key + " got "
                + got.stream()
                        .map(item -> QueueScene.text(item) + "/" + item.attempts())
                        .toList());
    }

    // ---- one item

    private List<ModelItem> flying(State state) {
        return items(modelItem -> modelItem.state == state);
    }

    private List<ModelItem> items(Predicate<ModelItem> which) {
        return clients.queues().stream()
                .flatMap(modelQueue -> ModelQueues.items(modelQueue).stream())
                .filter(which)
                .toList();
    }

    /** Asks for an item as somebody who names it; gives null if that one may not act on it. */
    private Item find(ModelItem modelItem, String caller) {
        Item found = clients.existing(modelItem.queue).find(clients.id(modelItem), holder(caller));
        assertThat(found == null ? null : QueueScene.text(found))
                .isEqualTo(modelItem.obeys(caller) ? modelItem.body : null);
        return found;
    }

    /** One that has closed, and left an item on a detached lease, is anybody. */
    private Holder holder(String name) {
        Holder holder = clients.holder(name);
        return holder == null ? Holder.ofEarlierStart() : holder;
    }

    String finish() {
        List<ModelItem> held = flying(State.HELD);
        if (held.isEmpty()) {
            return "nothing in flight";
        }
        ModelItem modelItem = clients.any(held);
        String by = clients.random.nextInt(4) == 0 ? clients.any(clients.holders()) : modelItem.holder;
        Item item = find(modelItem, by);
        String what = modelItem.body + " by " + by;
        if (item == null) {
            return "not " + what;
        }
        WorkQueue queue = clients.existing(modelItem.queue);
        int dice = clients.random.nextInt(8);
        if (dice < 3) {
            clients.model.done(modelItem, "fine");
            queue.done(item.holder(), item.id(), QueueScene.bytes("fine"));
            return "done " + what;
        } else if (dice < 5) {
            clients.model.fail(modelItem, "oops", by);
            queue.fail(holder(by), item.id(), Failure.of(QueueScene.bytes("oops")));
            return "fail " + what;
        } else if (dice < 7) {
            long delay = clients.random.nextBoolean() ? 0 : 1 + clients.random.nextInt(10);
            clients.model.release(modelItem, by, delay);
            queue.release(holder(by), item.id(), delay);
            return "release " + what + " for " + delay;
        }
        clients.model.touch(modelItem);
        byte[] progress = clients.random.nextBoolean() ? QueueScene.bytes("at " + clients.random.nextInt(100)) : null;
        modelItem.trace = progress == null ? modelItem.trace : modelItem.trace.progressed(progress);
        queue.touch(item.holder(), item.id(), progress, WorkQueue.SAME_LEASE);
        return "touch " + what + (progress == null ? "" : " " + QueueScene.text(progress));
    }

    String cancel(ModelQueue modelQueue) {
        List<ModelItem> choices = new ArrayList<>(ModelQueues.items(modelQueue));
        choices.addAll(modelQueue.kept);
        if (choices.isEmpty()) {
            return "nothing to cancel";
        }
        ModelItem modelItem = clients.any(choices);
        WorkQueue queue = clients.existing(modelQueue);
        Item item = queue.items().find(clients.id(modelItem));
        assertThat(item.id()).isEqualTo(clients.id(modelItem));
        boolean cancelled = clients.model.cancel(modelItem);
        assertThat(queue.cancel(item)).isEqualTo(cancelled);
        return "cancel " + modelItem.body;
    }

    /** One that nobody has gets another place, in its queue or in another. */
    String move(ModelQueue from, ModelQueue to) {
        List<ModelItem> choices = items(modelItem ->
                modelItem.queue == from && (modelItem.state == State.READY || modelItem.state == State.DELAYED));
        if (choices.isEmpty()) {
            return "nothing to move in " + from.name;
        }
        ModelItem modelItem = clients.any(choices);
        WorkQueue queue = clients.existing(from);
        assertThat(queue.items().isPending(clients.id(modelItem))).isTrue();
        if (clients.random.nextBoolean() && !to.shutDown && (from == to || to.hasRoom())) {
            clients.model.moves().move(modelItem, to);
            queue.move(queue.items().pending(clients.id(modelItem)), clients.named(to));
            return "move " + modelItem.body + " to " + to.name;
        }
        boolean isRanked = clients.random.nextBoolean();
        Long priority = isRanked ? (Long) (clients.random.nextInt(3) - 1L) : null;
        long delay = isRanked && clients.random.nextBoolean() ? WorkQueue.SAME_TIME : clients.random.nextInt(10);
        clients.model.moves().reschedule(modelItem, priority, delay);
        queue.reschedule(queue.items().pending(clients.id(modelItem)), priority, delay);
        return "reschedule " + modelItem.body + " to " + delay + " and priority " + priority;
    }

    String hear() {
        List<ModelItem> cancelled = flying(State.CANCELLED);
        if (cancelled.isEmpty()) {
            return "nothing cancelled";
        }
        ModelItem modelItem = clients.any(cancelled);
        Item item = find(modelItem, modelItem.holder);
        assertThat(item.isCancelled()).isTrue();
        clients.model.heard(modelItem);
        clients.existing(modelItem.queue).endCancelled(item.holder(), item.id());
        return "hear that " + modelItem.body + " is cancelled";
    }

    String await(ModelQueue modelQueue) {
        List<ModelItem> submitted = items(
                modelItem -> modelItem.queue == modelQueue && modelItem.isSubmitted() && modelItem.outcome == null);
        for (ModelItem modelItem : modelQueue.kept) {
            clients.scene.tell(clients.existing(modelQueue), clients.id(modelItem), "late");
            assertThat(clients.scene.log.remove(clients.scene.log.size() - 1)).isEqualTo("late" + modelItem.outcome);
        }
        if (submitted.isEmpty()) {
            return "nothing to await in " + modelQueue.name;
        }
        ModelItem modelItem = clients.any(submitted);
        String key = clients.newName("awaiting-");
        modelItem.awaiting.add(key);
        Submission submission = clients.existing(modelQueue).items().submission(clients.id(modelItem));
        assertThat(submission.hasEnded()).isFalse();
        clients.waits.put(key, submission.await(new QueueScene.User(key), clients.awaiting(key)));
        return key + " awaits " + modelItem.body;
    }
}
