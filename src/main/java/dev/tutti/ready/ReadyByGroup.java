package dev.tutti.ready;

import dev.tutti.waiting.IntrusiveList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Groups of items that take turns: each gives one item, and then waits behind the others. Within a group the items are
 * in the order of their arrival. A group that has as many items in flight as the limit allows has no turn, until one of
 * them ends or returns. Then it waits behind the others. Adding and taking an item costs the same for any number of
 * groups.
 */
final class ReadyByGroup<E extends ReadyItem> implements ReadyItems<E> {

    private final Groups<E> groups;
    /** Those that have items which workers may get, the next one first. */
    private final IntrusiveList<Group<E>> rotation = new IntrusiveList<>();
    /** Those that have items, and have reached the limit. */
    private final IntrusiveList<Group<E>> resting = new IntrusiveList<>();
    /** Those of which items were read for a look. */
    private final Set<Group<E>> lookedAt = new HashSet<>();

    private int size;
    /** The most items of one group in flight, or 0. */
    private int limit;
    /** The numbers of groups to which a new limit is still to be applied. */
    private int rotationLeft;

    private int restingLeft;

    ReadyByGroup(ItemSource<E> source) {
        this.groups = new Groups<>(source);
    }

    // ---- add

    @Override
    public void enter(E item) {
        Group<E> group = groupOf(item);
        group.items.addLast(item);
        size++;
        lineUp(group);
    }

    @Override
    public void comeBack(E item) {
        Group<E> group = groupOf(item);
        group.items.addFirst(item);
        size++;
        lineUp(group);
    }

    @Override
    public void putBack(E item) {
        Group<E> group = groupOf(item);
        group.inFlight--;
        group.items.addFirst(item);
        size++;
        group.unlink();
        rotation.addFirst(group);
    }

    private Group<E> groupOf(E item) {
        return groups.named(item.group());
    }

    /** Puts the group at the end of the line to which it belongs, unless it is in there; forgets one without items. */
    private void lineUp(Group<E> group) {
        if (!group.items.isEmpty()) {
            lineUp(group, isAtLimit(group) ? resting : rotation);
            return;
        }
        group.unlink();
        if (group.inFlight == 0) {
            groups.remove(group);
            lookedAt.remove(group);
        }
    }

    private static <E extends ReadyItem> void lineUp(Group<E> group, IntrusiveList<Group<E>> line) {
        if (!line.has(group)) {
            group.unlink();
            line.addLast(group);
        }
    }

    // ---- in flight

    private boolean isAtLimit(Group<E> group) {
        return limit > 0 && group.inFlight >= limit;
    }

    @Override
    public void countInFlight(E item) {
        Group<E> group = groupOf(item);
        group.inFlight++;
        lineUp(group);
    }

    @Override
    public void countOutOfFlight(E item) {
        Group<E> group = groupOf(item);
        group.inFlight--;
        lineUp(group);
    }

    @Override
    public void limitGroups(int inFlight) {
        if (limit != inFlight) {
            limit = inFlight;
            rotationLeft = rotation.size();
            restingLeft = resting.size();
        }
    }

    @Override
    public boolean applyLimit() {
        if (rotationLeft > 0) {
            rotationLeft--;
            lineUpAgain(rotation.poll());
        } else if (restingLeft > 0) {
            restingLeft--;
            lineUpAgain(resting.poll());
        }
        return rotationLeft > 0 || restingLeft > 0;
    }

    /** The groups of a line keep their order, since each of them goes to the end of the same line, or to the other. */
    private void lineUpAgain(Group<E> group) {
        if (group != null) {
            lineUp(group);
        }
    }

    // ---- take out

    @Override
    public E poll() {
        Group<E> group = rotation.poll();
        if (group == null) {
            return null;
        }
        group.inFlight++;
        return take(group);
    }

    @Override
    public E takeFirst() {
        Group<E> group = first();
        if (group == null) {
            return null;
        }
        group.unlink();
        return take(group);
    }

    private Group<E> first() {
        return rotation.isEmpty() ? resting.first() : rotation.first();
    }

    private E take(Group<E> group) {
        E item = group.items.poll();
        size--;
        lineUp(group);
        return item;
    }

    @Override
    public void remove(E item) {
        Group<E> group = groupOf(item);
        group.items.remove(item);
        size--;
        lineUp(group);
    }

    @Override
    public void drainSome(Consumer<? super E> each, IdRuns runs) {
        Group<E> group = first();
        if (group == null) {
            return;
        }
        int before = group.items.size();
        group.items.drainSome(each, runs::add);
        size -= before - group.items.size();
        lineUp(group);
    }

    // ---- look

    @Override
    public boolean hasNext() {
        return !rotation.isEmpty();
    }

    @Override
    public boolean hasNextBody() {
        return hasNext() && rotation.first().items.hasNextBody();
    }

    @Override
    public boolean hasFirstBody() {
        return size > 0 && first().items.hasNextBody();
    }

    @Override
    public boolean isLow() {
        return hasNext() && !hasNextBody();
    }

    @Override
    public void want(WantedItems<E> wanted) {
        wanted.addAll(inTurns(this::bring));
    }

    private Iterator<E> bring(Group<E> group) {
        lookedAt.add(group);
        return group.items.bring();
    }

    @Override
    public Iterator<E> look(int most) {
        return inTurns(group -> group.items.look(most));
    }

    private Iterator<E> inTurns(Function<Group<E>, Iterator<E>> itemsOf) {
        Iterator<E> ofRotation = new GroupTurns<>(rotation.walk(), itemsOf);
        Iterator<E> ofResting = new GroupTurns<>(resting.walk(), itemsOf);
        return new JoinedItems<>(List.of(ofRotation, ofResting).iterator());
    }

    @Override
    public BooleanSupplier addTo(IdPage<E> page) {
        return groups.index().addTo(page);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public E find(long id) {
        return groups.index().find(id);
    }

    @Override
    public E keep(long id) {
        return groups.index().keep(id);
    }

    @Override
    public boolean has(long id) {
        return groups.index().has(id);
    }

    // ---- drop bodies

    @Override
    public void dropBodies(E with) {
        Group<E> group = groups.existing(with.group());
        if (group != null) {
            group.items.drop(ReadyInLine.DROPPED_AT_ONCE);
        }
    }

    @Override
    public void dropLookedAt() {
        lookedAt.forEach(group -> group.items.dropFront(Integer.MAX_VALUE));
        lookedAt.clear();
    }
}
