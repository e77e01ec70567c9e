package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.queue.Shelf.Getter;
import dev.tutti.queue.Thing.Interest;
import dev.tutti.queue.Thing.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a random test does with single items; each action says what it was. */
final class RandomItems {

    private final RandomCast cast;

    RandomItems(RandomCast cast) {
        this.cast = cast;
    }

    // ---- put and get

    String put(Shelf shelf) {
        Long priority = cast.random.nextBoolean() ? null : (long) cast.random.nextInt(3) - 1;
        Placement placement = new Placement(priority, cast.random.nextInt(4) == 0 ? 1 + cast.random.nextInt(10) : 0);
        return put(shelf, placement, cast.any(List.of(Interest.values())));
    }

    /** What most items are: those that may be left to the journal while they wait. */
    String putPlain(Shelf shelf) {
        return put(shelf, Placement.NORMAL, Interest.NOBODY);
    }

    private String put(Shelf shelf, Placement placement, Interest interest) {
        if (shelf.shutDown) {
            return "no put into " + shelf.name;
        }
        String body = cast.newName("item-");
        long ttl = cast.random.nextInt(20);
        Item item = item(body, placement, interest, ttl);
        WorkQueue queue = cast.named(shelf);
        cast.model.put(shelf, new Thing(body, item.bytes(), placement, interest, ttl));
        if (queue.hasRoom()) {
            queue.put(item);
            cast.admitted(item);
        } else {
            cast.waits.put(body, queue.awaitRoom(new Scene.User(body), item, cast.served(body, cast::admitted)));
        }
        return "put " + body + " " + placement + " for " + interest + " into " + shelf.name;
    }

    private Item item(String body, Placement placement, Interest interest, long ttl) {
        if (interest == Interest.SUBMITTED) {
            return cast.scene.submission(body, placement, ttl);
        }
        Awaiter awaiter = cast.scene.awaiter("awaiter of " + body, interest == Interest.ALL);
        return cast.scene.item(body, placement, interest == Interest.NOBODY ? null : awaiter);
    }

    String get(Shelf shelf) {
        if (shelf.isOver()) {
            return "no get from " + shelf.name;
        }
        String key = cast.newName("getter-");
        String holder = cast.any(cast.holders());
        int count = 1 + cast.random.nextInt(3);
        long lease = RandomCast.isConsumer(holder) || cast.random.nextBoolean() ? 0 : 1 + cast.random.nextInt(20);
        WorkQueue queue = cast.named(shelf);
        cast.model.get(shelf, new Getter(key, holder, count, lease));
        if (queue.size() > 0) {
            Holder by = cast.holder(holder);
            got(key, count == 1 ? List.of(queue.take(by, lease)) : queue.take(by, count, lease));
        } else {
            cast.waits.put(
                    key,
                    queue.awaitItem(cast.holder(holder), count, lease, cast.served(key, items -> got(key, items))));
        }
        return key + " of " + holder + " gets " + count + " from " + shelf.name + " for " + lease;
    }

    private void got(String key, List<Item> got) {
        cast.scene.log.add(key + " got "
                + got.stream()
                        .map(item -> Scene.text(item) + "/" + item.attempts())
                        .toList());
    }

    // ---- one item

    private List<Thing> flying(State state) {
        return things(thing -> thing.state == state);
    }

    private List<Thing> things(Predicate<Thing> which) {
        return cast.shelves().stream()
                .flatMap(shelf -> Shelves.things(shelf).stream())
                .filter(which)
                .toList();
    }

    /** Asks for an item as somebody who names it; gives null if that one may not act on it. */
    private Item find(Thing thing, String caller) {
        Item found = cast.existing(thing.shelf).flight().find(cast.id(thing), cast.holder(caller));
        assertThat(found == null ? null : Scene.text(found)).isEqualTo(thing.obeys(caller) ? thing.body : null);
        return found;
    }

    String finish() {
        List<Thing> held = flying(State.HELD);
        if (held.isEmpty()) {
            return "nothing in flight";
        }
        Thing thing = cast.any(held);
        String by = cast.random.nextInt(4) == 0 ? cast.any(cast.holders()) : thing.holder;
        Item item = find(thing, by);
        String what = thing.body + " by " + by;
        if (item == null) {
            return "not " + what;
        }
        Flight flight = cast.existing(thing.shelf).flight();
        int dice = cast.random.nextInt(8);
        if (dice < 3) {
            cast.model.done(thing, "fine");
            flight.done(item, Scene.bytes("fine"));
            return "done " + what;
        } else if (dice < 5) {
            cast.model.fail(thing, "oops", by);
            flight.fail(item, Scene.bytes("oops"), cast.holder(by));
            return "fail " + what;
        } else if (dice < 7) {
            long delay = cast.random.nextBoolean() ? 0 : 1 + cast.random.nextInt(10);
            cast.model.release(thing, by, delay);
            flight.release(item, cast.holder(by), delay);
            return "release " + what + " for " + delay;
        }
        cast.model.touch(thing);
        flight.touch(item);
        return "touch " + what;
    }

    String cancel(Shelf shelf) {
        List<Thing> choices = new ArrayList<>(Shelves.things(shelf));
        choices.addAll(shelf.kept);
        if (choices.isEmpty()) {
            return "nothing to cancel";
        }
        Thing thing = cast.any(choices);
        WorkQueue queue = cast.existing(shelf);
        Item item = queue.find(cast.id(thing));
        assertThat(item.id()).isEqualTo(cast.id(thing));
        boolean cancelled = cast.model.cancel(thing);
        assertThat(queue.cancel(item)).isEqualTo(cancelled);
        return "cancel " + thing.body;
    }

    String hear() {
        List<Thing> cancelled = flying(State.CANCELLED);
        if (cancelled.isEmpty()) {
            return "nothing cancelled";
        }
        Thing thing = cast.any(cancelled);
        Item item = find(thing, thing.holder);
        assertThat(item.isCancelled()).isTrue();
        cast.model.heard(thing);
        item.queue().flight().endCancelled(item);
        return "hear that " + thing.body + " is cancelled";
    }

    String await(Shelf shelf) {
        List<Thing> submitted = things(thing -> thing.shelf == shelf && thing.isSubmitted() && thing.outcome == null);
        for (Thing thing : shelf.kept) {
            cast.scene.tell(cast.existing(shelf), cast.id(thing), "late");
            assertThat(cast.scene.log.remove(cast.scene.log.size() - 1)).isEqualTo("late" + thing.outcome);
        }
        if (submitted.isEmpty()) {
            return "nothing to await in " + shelf.name;
        }
        Thing thing = cast.any(submitted);
        String key = cast.newName("awaiting-");
        thing.awaiting.add(key);
        Submission submission = cast.existing(shelf).submissions().find(cast.id(thing));
        assertThat(submission.hasEnded()).isFalse();
        cast.waits.put(key, submission.await(new Scene.User(key), cast.awaiting(key)));
        return key + " awaits " + thing.body;
    }
}
