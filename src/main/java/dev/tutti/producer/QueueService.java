package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Create;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.QueueCommand.Fail;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.QueueCommand.Join;
import dev.tutti.command.QueueCommand.ListNames;
import dev.tutti.command.QueueCommand.Peek;
import dev.tutti.command.QueueCommand.Purge;
import dev.tutti.command.QueueCommand.Put;
import dev.tutti.command.QueueCommand.Release;
import dev.tutti.command.QueueCommand.Run;
import dev.tutti.command.QueueCommand.Size;
import dev.tutti.command.QueueCommand.Stats;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Coroutine.Patience;
import dev.tutti.coroutine.Coroutines;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import java.util.List;
import java.util.stream.Collectors;

/** Carries out queue commands: from a command's record to calls on {@link WorkQueue}, and from there to a reply. */
final class QueueService implements Coroutines.Owner<Holder, QueueCommand>, QueueCommand.Handler<Coroutine<Holder>> {

    private final Queues queues;
    private final long runTimeout;

    /** @param runTimeout of a RUN that names none, in milliseconds; 0 for ever */
    QueueService(Queues queues, long runTimeout) {
        this.queues = queues;
        this.runTimeout = runTimeout == 0 ? Command.NO_TIMEOUT : runTimeout;
    }

    @Override
    public void execute(QueueCommand command, Coroutine<Holder> caller) {
        command.accept(this, caller);
    }

    @Override
    public void giveBack(Holder holder) {
        queues.giveBack(holder);
    }

    @Override
    public void closed(Holder holder) {
        queues.close(holder);
    }

    // ---- tasks

    @Override
    public void run(Run command, Coroutine<Holder> caller) {
        if (command.timeout() == 0) {
            caller.reply(Reply.NULL);
            return;
        }
        caller.checkMayWait();
        WorkQueue queue = queues.named(command.queue());
        RunningTask task = new RunningTask(queue, caller);
        task.start(newItem(queue, command.item(), task), timeout(command));
    }

    private long timeout(Run command) {
        return command.timeout() == Command.NO_TIMEOUT ? runTimeout : command.timeout();
    }

    private Item newItem(WorkQueue queue, byte[] body, Awaiter awaiter) {
        Item item = new Item(body, awaiter);
        if (!queues.memory().reserve(item.bytes())) {
            queue.forgetIfIdle();
            throw new Refusal(
                    "FULL", "the queues hold " + queues.memory().max() + " bytes, which is producer.maxMemory");
        }
        return item;
    }

    // ---- put and get

    @Override
    public void put(Put command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.named(command.queue());
        if (queue.hasRoom()) {
            caller.reply(Reply.integer(queue.put(newItem(queue, command.item(), null))));
        } else if (command.timeout() == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    queue.awaitRoom(
                            newItem(queue, command.item(), null), item -> caller.resume(Reply.integer(item.id()))),
                    Reply.NULL,
                    command.timeout(),
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    @Override
    public void get(Get command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        if (queue != null && queue.hasReady()) {
            caller.reply(deliver(queue, command.count(), holder(caller)));
        } else if (command.timeout() == 0) {
            caller.reply(Reply.NULL_ARRAY);
        } else {
            caller.checkMayWait();
            caller.await(
                    queues.named(command.queue())
                            .awaitItem(
                                    holder(caller),
                                    Math.max(1, command.count()),
                                    items -> caller.resume(deliveries(items, command.count()))),
                    Reply.NULL_ARRAY,
                    command.timeout(),
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    @Override
    public void consume(Consume command, Coroutine<Holder> caller) {
        if (caller.holdings() == null) {
            caller.holdings(new Holder(item -> caller.tell(new Reply.Cancellation(item.id()))));
        }
        WorkQueue queue = queues.named(command.queue());
        if (queue.hasReady()) {
            caller.reply(delivery(queue.take(caller.holdings())));
        } else {
            caller.await(
                    queue.awaitItem(caller.holdings(), 1, items -> caller.resume(delivery(items.get(0)))),
                    Reply.NULL_ARRAY,
                    Command.NO_TIMEOUT,
                    Patience.OF_A_CONSUMER);
        }
    }

    /** A connection's, which learns of a cancelled item when it acts on it. */
    private static Holder holder(Coroutine<Holder> caller) {
        if (caller.holdings() == null) {
            caller.holdings(new Holder(item -> {}));
        }
        return caller.holdings();
    }

    private static Reply deliver(WorkQueue queue, int count, Holder holder) {
        return count == 0 ? delivery(queue.take(holder)) : deliveries(queue.take(holder, count), count);
    }

    private static Reply deliveries(List<Item> items, int count) {
        if (count == 0) {
            return delivery(items.get(0));
        }
        return Reply.array(items.stream().map(QueueService::delivery).collect(Collectors.toList()));
    }

    private static Reply delivery(Item item) {
        return new Reply.Delivery(item.id(), item.body(), item.attempts());
    }

    // ---- finish

    @Override
    public void done(Done command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        queue.done(inFlight(queue, command.id(), caller), command.result());
        caller.reply(Reply.OK);
    }

    @Override
    public void fail(Fail command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        queue.fail(inFlight(queue, command.id(), caller), command.message(), caller.holdings());
        caller.reply(Reply.OK);
    }

    @Override
    public void release(Release command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        queue.release(inFlight(queue, command.id(), caller), caller.holdings());
        caller.reply(Reply.OK);
    }

    private static Item inFlight(WorkQueue queue, long id, Coroutine<Holder> caller) {
        Item item = queue == null ? null : queue.inFlight(id, caller.holdings());
        if (item == null) {
            throw Refusal.noItem(id);
        }
        if (item.isCancelled()) {
            queue.forgetCancelled(item);
            throw new Refusal("CANCELLED", "item " + id + " was cancelled");
        }
        return item;
    }

    // ---- the queue as a whole

    @Override
    public void create(Create command, Coroutine<Holder> caller) {
        queues.create(command.queue(), QueueSettings.resolve(command, queues));
        caller.reply(Reply.OK);
    }

    @Override
    public void join(Join command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        if (queue == null || queue.isFinished()) {
            caller.reply(Reply.OK);
        } else if (command.timeout() == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    queue.awaitFinished(() -> caller.resume(Reply.OK)),
                    Reply.NULL,
                    command.timeout(),
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    @Override
    public void size(Size command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        caller.reply(Reply.integer(queue == null ? 0 : queue.size()));
    }

    @Override
    public void peek(Peek command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        List<Item> first = queue == null ? List.of() : queue.peek(command.count());
        caller.reply(Reply.array(first.stream()
                .map(item -> Reply.array(List.of(Reply.integer(item.id()), Reply.bulk(item.body()))))
                .collect(Collectors.toList())));
    }

    @Override
    public void purge(Purge command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        caller.reply(Reply.integer(queue == null ? 0 : queue.purge()));
    }

    @Override
    public void stats(Stats command, Coroutine<Holder> caller) {
        caller.reply(QueueSettings.stats(queues.stats(command.queue())));
    }

    @Override
    public void list(ListNames command, Coroutine<Holder> caller) {
        caller.reply(Reply.array(
                queues.all().stream().map(queue -> Reply.text(queue.name())).collect(Collectors.toList())));
    }
}
