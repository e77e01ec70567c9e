package dev.tutti.producer;

import dev.tutti.command.ItemCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.Names;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.ItemListing;
import dev.tutti.queue.ItemView;
import dev.tutti.queue.Look;
import dev.tutti.queue.Queues;
import dev.tutti.queue.ShownItems;
import dev.tutti.queue.WorkQueue;
import java.util.List;
import java.util.function.Function;

/** Carries out TOUCH, INSPECT and ITEMS. */
final class InspectionService implements ItemCommand.Handler<Coroutine<Holder>> {

    private final Queues queues;
    private final WriteGuard guard;
    private final Admission admission;
    private final Deliveries deliveries;
    private final LongLooks looks;

    InspectionService(Queues queues, WriteGuard guard, Admission admission, Deliveries deliveries, LongLooks looks) {
        this.queues = queues;
        this.guard = guard;
        this.admission = admission;
        this.deliveries = deliveries;
        this.looks = looks;
    }

    @Override
    public void touch(ItemCommand.Touch command, Coroutine<Holder> caller) {
        Item item = deliveries.findToTouch(command.queue(), command.id(), command.attempt(), caller.holdings());
        WorkQueue queue = queues.existing(command.queue());
        boolean isWrite = item.isDetached() || command.progress() != null;
        if (isWrite) {
            guard.check(item);
        }
        if (item.isDetached() && command.lease() == 0) {
            throw Refusal.malformed("item " + item.id() + " is DETACHED, and needs a LEASE above 0");
        }
        if (command.progress() != null) {
            admission.checkResult(queue.hasRoomForProgress(item, command.progress()));
        }
        queue.touch(caller.holdings(), item.id(), command.progress(), command.lease());
        caller.reply(Reply.OK, isWrite ? Basis.of(item) : Basis.MEMORY);
    }

    @Override
    public void inspect(ItemCommand.Inspect command, Coroutine<Holder> caller) {
        Search search = new Search(command);
        looks.take(caller, search, answer -> {
            if (search.found() != null) {
                answer(search.found(), caller, answer, views -> ItemReplies.map(views.get(0)));
            } else if (search.ended != null) {
                answer.give(ItemReplies.map(search.ended), Basis.JOURNAL);
            } else {
                throw deliveries.gone(command.queue(), command.id());
            }
        });
    }

    /** The search for one item: in its queue, among those that have ended there, and in its dead-letter queue. */
    private final class Search implements Look {
        private final ItemCommand.Inspect command;
        private boolean inTurns;
        /** That of the queue that is searched, or null if there is no such queue. */
        private ItemListing listing;

        private boolean inDeadLetters;
        /** What is remembered of the item if it has ended, or null. */
        private ItemView ended;

        private Search(ItemCommand.Inspect command) {
            this.command = command;
        }

        @Override
        public void begin(boolean mayChange) {
            inTurns = mayChange;
            inDeadLetters = false;
            search(command.queue());
        }

        private void search(String name) {
            WorkQueue queue = queues.existing(name);
            listing = queue == null ? null : queue.inspection().of(command.id());
            if (listing != null) {
                listing.begin(inTurns);
            }
        }

        @Override
        public boolean step() {
            if (listing != null && listing.step()) {
                return true;
            }
            if (inDeadLetters || found() != null) {
                return false;
            }
            ended = queues.ended(command.queue(), command.id());
            if (ended == null) {
                inDeadLetters = true;
                search(Names.deadLetter(command.queue()));
            }
            return ended == null;
        }

        /** The item, or null. */
        private ShownItems found() {
            boolean isFound = listing != null && !listing.shown().here().isEmpty();
            return isFound ? listing.shown() : null;
        }

        @Override
        public void giveUp() {
            if (listing != null) {
                listing.giveUp();
            }
        }
    }

    @Override
    public void items(ItemCommand.Items command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        if (queue == null) {
            caller.reply(Reply.EMPTY);
            return;
        }
        long room = room(caller);
        ItemListing page = queue.inspection().page(command.state(), command.count(), command.after());
        looks.take(caller, page, answer -> answer(page.shown(), caller, answer, views -> shown(views, room)));
    }

    /** The replies of a transaction share their room. */
    private long room(Coroutine<Holder> caller) {
        long max = queues.replies().max();
        if (!caller.isInTransaction()) {
            return max;
        } else if (queues.replies().left() <= 0) {
            throw Refusal.replyTooBig(max);
        }
        return queues.replies().left();
    }

    private Reply shown(List<ItemView> views, long room) {
        Reply shown = ItemReplies.array(views, room);
        queues.replies().take(shown.contentBytes());
        return shown;
    }

    /** In a transaction, which waits for nothing, traces that are not in memory are not shown. */
    private static void answer(
            ShownItems found, Coroutine<Holder> caller, LateAnswer answer, Function<List<ItemView>, Reply> reply) {
        if (found.areHere() || caller.isInTransaction()) {
            answer.give(reply.apply(found.here()), Basis.JOURNAL);
            return;
        }
        found.read((views, failure) -> {
            if (!answer.isUnwanted()) {
                answer.give(views == null ? Refusal.unreadable(failure).reply() : reply.apply(views), Basis.JOURNAL);
            }
        });
    }
}
