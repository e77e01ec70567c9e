package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.ItemCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.Names;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.ItemInspection.Views;
import dev.tutti.queue.ItemView;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Wait;
import java.util.List;
import java.util.function.Function;

/** Carries out TOUCH, INSPECT and ITEMS. */
final class InspectionService implements ItemCommand.Handler<Coroutine<Holder>> {

    private final Queues queues;
    private final WriteGuard guard;
    private final Admission admission;
    private final Deliveries deliveries;

    InspectionService(Queues queues, WriteGuard guard, Admission admission, Deliveries deliveries) {
        this.queues = queues;
        this.guard = guard;
        this.admission = admission;
        this.deliveries = deliveries;
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
        Views found = found(command.queue(), command.id());
        ItemView ended = found == null ? queues.ended(command.queue(), command.id()) : null;
        if (found == null && ended == null) {
            found = found(Names.deadLetter(command.queue()), command.id());
        }
        if (found != null) {
            answer(found, caller, views -> ItemReplies.map(views.get(0)));
        } else if (ended != null) {
            caller.reply(ItemReplies.map(ended));
        } else {
            throw deliveries.gone(command.queue(), command.id());
        }
    }

    /** The item in that queue, or null. */
    private Views found(String name, long id) {
        WorkQueue queue = queues.existing(name);
        Views found = queue == null ? null : queue.inspection().of(id);
        return found == null || found.here().isEmpty() ? null : found;
    }

    @Override
    public void items(ItemCommand.Items command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        if (queue == null) {
            caller.reply(Reply.EMPTY);
        } else {
            Views page = queue.inspection().page(command.state(), command.count(), command.after());
            long room = room(caller);
            answer(page, caller, views -> shown(views, room));
        }
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
    private static void answer(Views found, Coroutine<Holder> caller, Function<List<ItemView>, Reply> reply) {
        if (found.areHere() || caller.isInTransaction()) {
            caller.reply(reply.apply(found.here()));
        } else {
            Read read = new Read(caller);
            found.read((views, failure) ->
                    read.ended(views == null ? Refusal.unreadable(failure).reply() : reply.apply(views)));
            caller.await(read, Reply.NULL, Command.FOR_EVER, Patience.UNTIL_ANSWERED);
        }
    }

    /** A caller that waits for traces. */
    private static final class Read implements Wait {
        private final Coroutine<Holder> caller;
        private boolean withdrawn;

        private Read(Coroutine<Holder> caller) {
            this.caller = caller;
        }

        private void ended(Reply reply) {
            if (!withdrawn) {
                caller.resume(reply);
            }
        }

        @Override
        public void withdraw() {
            withdrawn = true;
        }

        @Override
        public boolean isBrief() {
            return true;
        }
    }
}
