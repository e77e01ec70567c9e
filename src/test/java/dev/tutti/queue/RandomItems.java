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

    private final RandomClients cast;

    RandomItems(RandomClients cast) {
        this.cast = cast;
    }

    // ---- put and get

    String put(ModelQueue shelf) {
        Long priority = cast.random.nextBoolean() ? null : (long) cast.random.nextInt(3) - 1;
        long delay = cast.random.nextInt(4) == 0 ? 1 + cast.random.nextInt(10) : 0;
        PutOptions options = new PutOptions(priority, delay, null, 0, group());
        return put(shelf, options, cast.any(List.of(Interest.values())));
    }

    /** What most items are: those that may be left to the journal while they wait. */
    String putPlain(ModelQueue shelf) {
        PutOptions options = cast.random.nextBoolean() ? PutOptions.NORMAL : PutOptions.of(null, null, group());
        return put(shelf, options, Interest.NOBODY);
    }

    private String group() {
        return cast.any(GROUPS);
    }

    private String put(ModelQueue shelf, PutOptions options, Interest interest) {
        if (shelf.shutDown) {
            return "no put into " + shelf.name;
        }
        String body = cast.newName("item-");
        long ttl = cast.random.nextInt(20);
        Item item = item(body, options, interest, ttl);
        WorkQueue queue = cast.named(shelf);
        cast.model.put(shelf, new ModelItem(body, item.bytes(), options, interest, ttl));
        if (queue.hasRoom()) {
            queue.put(item);
            cast.admitted(item);
        } else {
            cast.waits.put(body, queue.awaitRoom(new QueueScene.User(body), item, cast.served(body, cast::admitted)));
        }
        return "put " + body + " " + options + " for " + interest + " into " + shelf.name;
    }

    private Item item(String body, PutOptions options, Interest interest, long ttl) {
        if (interest == Interest.SUBMITTED) {
            return cast.scene.submission(body, options, ttl);
        }
        Awaiter awaiter = cast.scene.awaiter("awaiter of " + body, interest == Interest.ALL);
        return cast.scene.item(body, options, interest == Interest.NOBODY ? null : awaiter);
    }

    String get(ModelQueue shelf) {
        if (shelf.isOver()) {
            return "no get from " + shelf.name;
        }
        String key = cast.newName("getter-");
        String holder = cast.any(cast.holders());
        int count = 1 + cast.random.nextInt(3);
        long lease = RandomClients.isConsumer(holder) || cast.random.nextBoolean() ? 0 : 1 + cast.random.nextInt(20);
        boolean detached = lease > 0 && cast.random.nextInt(3) == 0;
        WorkQueue queue = cast.named(shelf);
        cast.scene.await(queue, count);
        assertThat(queue.canDeliver()).isEqualTo(shelf.hasNext());
        cast.model.get(shelf, new Getter(key, holder, count, lease, detached));
        Holder by = detached ? cast.holder(holder).detached() : cast.holder(holder);
        if (queue.canDeliver()) {
            got(key, count == 1 ? List.of(queue.take(by, lease)) : queue.take(by, count, lease));
        } else {
            cast.waits.put(key, queue.awaitItem(by, count, lease, cast.served(key, items -> got(key, items))));
        }
        return key + " of " + holder + " gets " + count + " from " + shelf.name + " for " + lease
                + (detached ? " detached" : "");
    }

    private void got(String key, List<Item> got) {
        cast.scene.log.add(key + " got "
                + got.stream()
                        .map(item -> QueueScene.text(item) + "/" + item.attempts())
                        .toList());
    }

    // ---- one item

    private List<ModelItem> flying(State state) {
        return things(thing -> thing.state == state);
    }

    private List<ModelItem> things(Predicate<ModelItem> which) {
        return cast.shelves().stream()
                .flatMap(shelf -> ModelQueues.things(shelf).stream())
                .filter(which)
                .toList();
    }

    /** Asks for an item as somebody who names it; gives null if that one may not act on it. */
    private Item find(ModelItem thing, String caller) {
        Item found = cast.existing(thing.shelf).find(cast.id(thing), holder(caller));
        assertThat(found == null ? null : QueueScene.text(found)).isEqualTo(thing.obeys(caller) ? thing.body : null);
        return found;
    }

    /** One that has closed, and left an item on a detached lease, is anybody. */
    private Holder holder(String name) {
        Holder holder = cast.holder(name);
        return holder == null ? Holder.ofEarlierStart() : holder;
    }

    String finish() {
        List<ModelItem> held = flying(State.HELD);
        if (held.isEmpty()) {
            return "nothing in flight";
        }
        ModelItem thing = cast.any(held);
        String by = cast.random.nextInt(4) == 0 ? cast.any(cast.holders()) : thing.holder;
        Item item = find(thing, by);
        String what = thing.body + " by " + by;
        if (item == null) {
            return "not " + what;
        }
        WorkQueue queue = cast.existing(thing.shelf);
        int dice = cast.random.nextInt(8);
        if (dice < 3) {
            cast.model.done(thing, "fine");
            queue.done(item.holder(), item.id(), QueueScene.bytes("fine"));
            return "done " + what;
        } else if (dice < 5) {
            cast.model.fail(thing, "oops", by);
            queue.fail(holder(by), item.id(), Failure.of(QueueScene.bytes("oops")));
            return "fail " + what;
        } else if (dice < 7) {
            long delay = cast.random.nextBoolean() ? 0 : 1 + cast.random.nextInt(10);
            cast.model.release(thing, by, delay);
            queue.release(holder(by), item.id(), delay);
            return "release " + what + " for " + delay;
        }
        cast.model.touch(thing);
        byte[] progress = cast.random.nextBoolean() ? QueueScene.bytes("at " + cast.random.nextInt(100)) : null;
        thing.trace = progress == null ? thing.trace : thing.trace.progressed(progress);
        queue.touch(item.holder(), item.id(), progress, WorkQueue.SAME_LEASE);
        return "touch " + what + (progress == null ? "" : " " + QueueScene.text(progress));
    }

    String cancel(ModelQueue shelf) {
        List<ModelItem> choices = new ArrayList<>(ModelQueues.things(shelf));
        choices.addAll(shelf.kept);
        if (choices.isEmpty()) {
            return "nothing to cancel";
        }
        ModelItem thing = cast.any(choices);
        WorkQueue queue = cast.existing(shelf);
        Item item = queue.items().find(cast.id(thing));
        assertThat(item.id()).isEqualTo(cast.id(thing));
        boolean cancelled = cast.model.cancel(thing);
        assertThat(queue.cancel(item)).isEqualTo(cancelled);
        return "cancel " + thing.body;
    }

    String hear() {
        List<ModelItem> cancelled = flying(State.CANCELLED);
        if (cancelled.isEmpty()) {
            return "nothing cancelled";
        }
        ModelItem thing = cast.any(cancelled);
        Item item = find(thing, thing.holder);
        assertThat(item.isCancelled()).isTrue();
        cast.model.heard(thing);
        cast.existing(thing.shelf).endCancelled(item.holder(), item.id());
        return "hear that " + thing.body + " is cancelled";
    }

    String await(ModelQueue shelf) {
        List<ModelItem> submitted =
                things(thing -> thing.shelf == shelf && thing.isSubmitted() && thing.outcome == null);
        for (ModelItem thing : shelf.kept) {
            cast.scene.tell(cast.existing(shelf), cast.id(thing), "late");
            assertThat(cast.scene.log.remove(cast.scene.log.size() - 1)).isEqualTo("late" + thing.outcome);
        }
        if (submitted.isEmpty()) {
            return "nothing to await in " + shelf.name;
        }
        ModelItem thing = cast.any(submitted);
        String key = cast.newName("awaiting-");
        thing.awaiting.add(key);
        Submission submission = cast.existing(shelf).items().submission(cast.id(thing));
        assertThat(submission.hasEnded()).isFalse();
        cast.waits.put(key, submission.await(new QueueScene.User(key), cast.awaiting(key)));
        return key + " awaits " + thing.body;
    }
}
