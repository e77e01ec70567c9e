package dev.tutti.producer;

import dev.tutti.command.QueueCommand.Peek;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import java.util.ArrayList;
import java.util.List;

/** Carries out PEEK. */
final class PeekService {

    private final Queues queues;
    private final CommandGates gates;

    PeekService(Queues queues, CommandGates gates) {
        this.queues = queues;
        this.gates = gates;
    }

    void peek(Peek command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        gates.checkRead(command, queue, caller);
        if (queue == null) {
            caller.reply(Reply.EMPTY);
            return;
        }
        gates.checkReplyRoom(queue, caller);
        if (caller.isInTransaction()) {
            caller.reply(few(queue, command.count()));
        } else if (Math.min(command.count(), queue.size()) <= GetService.MOST_IN_ONE_TURN) {
            caller.reply(few(queue, command.count()));
            queue.bodies().lookedAt();
        } else {
            peekAtMany(queue, command.count(), caller);
        }
    }

    private static Reply few(WorkQueue queue, int count) {
        Shown shown = new Shown();
        queue.bodies().peek(count).forEach(shown::add);
        return shown.reply();
    }

    private static void peekAtMany(WorkQueue queue, int count, Coroutine<Holder> caller) {
        LateAnswer answer = new LateAnswer(caller);
        Shown shown = new Shown();
        queue.bodies()
                .peek(
                        count,
                        item -> {
                            shown.add(item);
                            return !answer.isUnwanted();
                        },
                        () -> {
                            answer.give(shown.reply(), Basis.JOURNAL);
                            queue.bodies().lookedAt();
                        });
        answer.await();
    }

    /** The reply in the making. */
    private static final class Shown {
        private final List<Reply> items = new ArrayList<>();
        private long bytes;

        private void add(Item item) {
            items.add(Reply.array(List.of(Reply.integer(item.id()), Reply.bulk(item.body()))));
            bytes += item.body().length;
        }

        private Reply reply() {
            return Reply.array(items, bytes);
        }
    }
}
