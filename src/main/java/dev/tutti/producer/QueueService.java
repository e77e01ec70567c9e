package dev.tutti.producer;

import dev.tutti.command.ContentionQuery;
import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.ItemCommand;
import dev.tutti.command.MoveCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Delete;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.QueueCommand.Fail;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.QueueCommand.Join;
import dev.tutti.command.QueueCommand.Peek;
import dev.tutti.command.QueueCommand.Purge;
import dev.tutti.command.QueueCommand.Put;
import dev.tutti.command.QueueCommand.Release;
import dev.tutti.command.QueueCommand.Shutdown;
import dev.tutti.command.QueueCommand.Size;
import dev.tutti.command.QueueCommand.Stats;
import dev.tutti.command.Reply;
import dev.tutti.command.ScheduleCommand;
import dev.tutti.command.SettingsCommand;
import dev.tutti.command.TaskCommand;
import dev.tutti.config.ServerConfig;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.ItemInspection;
import dev.tutti.queue.QueueFigures;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import dev.tutti.schedule.ScheduleView;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Walk;
import java.util.List;

/** Carries out the QUEUE commands by calls on {@link WorkQueue}. Every method runs on the event loop of the owner. */
final class QueueService
        implements CommandScheduler.Owner<Holder, QueueCommand>, QueueCommand.Handler<Coroutine<Holder>> {

    private final Queues queues;
    private final WriteGuard guard;
    private final Admission admission;
    private final SettingsService settings;
    private final TaskService tasks;
    private final MoveService moves;
    private final GetService gets;
    private final GetAnyService getsOfAny;
    private final PeekService peeks;
    private final Deliveries deliveries;
    private final CommandGates gates;
    private final ScheduleService schedules;
    private final InspectionService inspections;
    private final LongLooks looks;

    /** @param runTimeout the timeout in milliseconds of a RUN that gives none, or 0 for no timeout */
    QueueService(
            Queues queues,
            WriteGuard guard,
            int instance,
            PeerOwners peers,
            long runTimeout,
            ScheduleService schedules) {
        this.queues = queues;
        this.guard = guard;
        this.admission = new Admission(queues, guard);
        this.looks = new LongLooks(queues.timers());
        this.gates = new CommandGates(queues);
        this.gets = new GetService(queues, admission, guard, gates);
        this.getsOfAny = new GetAnyService(queues, gets, gates);
        this.peeks = new PeekService(queues, gates);
        this.deliveries = new Deliveries(queues);
        this.settings = new SettingsService(queues, admission, guard);
        this.moves = new MoveService(queues, admission, deliveries, instance, peers, guard);
        this.tasks = new TaskService(queues, admission, guard, runTimeout);
        this.schedules = schedules;
        this.inspections = new InspectionService(queues, guard, admission, deliveries, looks);
    }

    /** Works by another configuration from now on. */
    void reload(ServerConfig next) {
        queues.replies().change(next.maxReplyItems());
        queues.watchAgain(next.heldWarningMillis());
        tasks.runTimeout(next.runTimeoutMillis());
    }

    @Override
    public void execute(QueueCommand command, Coroutine<Holder> caller) {
        if (caller.isInTransaction()) {
            queues.atOnce(() -> command.accept(this, caller));
        } else {
            queues.replies().renew();
            command.accept(this, caller);
        }
    }

    @Override
    public boolean mayHoldUp() {
        return queues.mayHoldUp();
    }

    @Override
    public Gate gate(QueueCommand command, Coroutine<Holder> caller) {
        return gates.of(command, caller);
    }

    @Override
    public Gate gate(List<QueueCommand> transaction, Coroutine<Holder> caller) {
        queues.replies().renew();
        return gates.of(transaction, caller);
    }

    @Override
    public void task(TaskCommand command, Coroutine<Holder> caller) {
        command.accept(tasks, caller);
    }

    @Override
    public void settings(SettingsCommand command, Coroutine<Holder> caller) {
        command.accept(settings, caller);
    }

    @Override
    public void schedule(ScheduleCommand command, Coroutine<Holder> caller) {
        command.accept(schedules, caller);
    }

    @Override
    public void item(ItemCommand command, Coroutine<Holder> caller) {
        command.accept(inspections, caller);
    }

    @Override
    public void move(MoveCommand command, Coroutine<Holder> caller) {
        command.accept(moves, caller);
    }

    @Override
    public void getAny(GetAnyCommand command, Coroutine<Holder> caller) {
        command.accept(getsOfAny, caller);
    }

    @Override
    public Walk<Contention> contentions(ContentionQuery query) {
        return queues.contentions(query.name(), query.contended());
    }

    @Override
    public Walk<String> queueNames(String name) {
        return name == null ? queues.names() : queues.names(name);
    }

    @Override
    public Walk<QueueFigures> queueFigures(int most) {
        return queues.figures(most);
    }

    @Override
    public Walk<ScheduleView> schedules(String name) {
        return schedules.views(name);
    }

    @Override
    public Walk<String> drain(boolean begins) {
        return queues.drain(begins);
    }

    @Override
    public long inFlight() {
        return queues.inFlight();
    }

    @Override
    public void giveBack(Holder holder) {
        queues.departures().giveBack(holder);
    }

    @Override
    public void quit(Holder holder) {
        queues.departures().quit(holder);
    }

    @Override
    public void closed(Holder holder) {
        queues.departures().close(holder);
    }

    // ---- put and get

    @Override
    public void put(Put command, Coroutine<Holder> caller) {
        Item item = new Item(command.item(), command.options(), null);
        admission.put(command.queue(), item, command.timeout(), caller);
    }

    @Override
    public void get(Get command, Coroutine<Holder> caller) {
        gets.get(command, caller);
    }

    @Override
    public void consume(Consume command, Coroutine<Holder> caller) {
        gets.consume(command, caller);
    }

    // ---- finish

    @Override
    public void done(Done command, Coroutine<Holder> caller) {
        if (isDoneAlready(command)) {
            guard.checkWritable();
            caller.reply(Reply.OK);
            return;
        }
        Item item = toEnd(command.queue(), command.id(), command.attempt(), caller);
        WorkQueue queue = queues.existing(command.queue());
        admission.checkResult(queue.hasRoomForResult(item, command.result()));
        Basis basis = Basis.of(item);
        queue.done(caller.holdings(), item.id(), command.result());
        caller.reply(Reply.OK, basis);
    }

    @Override
    public void fail(Fail command, Coroutine<Holder> caller) {
        Item item = toEnd(command.queue(), command.id(), command.attempt(), caller);
        WorkQueue queue = queues.existing(command.queue());
        admission.checkResult(queue.hasRoomForFailure(item, command.failure()));
        Basis basis = Basis.of(item);
        queue.fail(caller.holdings(), item.id(), command.failure());
        caller.reply(Reply.OK, basis.and(Basis.of(item))); // a dead letter has a record, even of a RUN's item
    }

    @Override
    public void release(Release command, Coroutine<Holder> caller) {
        Item item = toEnd(command.queue(), command.id(), command.attempt(), caller);
        Basis basis = Basis.of(item);
        queues.existing(command.queue()).release(caller.holdings(), item.id(), command.delay());
        caller.reply(Reply.OK, basis);
    }

    /** Whether this is a DONE that was sent again: the first one has finished the item. */
    private boolean isDoneAlready(Done command) {
        return command.attempt() != QueueCommand.ANY_ATTEMPT
                && !isInFlight(command)
                && queues.history().isDone(command.id(), command.attempt(), command.queue());
    }

    private boolean isInFlight(Done command) {
        WorkQueue queue = queues.existing(command.queue());
        return queue != null && queue.items().inFlight(command.id()) != null;
    }

    private Item toEnd(String queue, long id, int attempt, Coroutine<Holder> caller) {
        Item item = deliveries.find(queue, id, attempt, caller.holdings());
        guard.check(item);
        return item;
    }

    // ---- the queue as a whole

    @Override
    public void join(Join command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        if (queue == null || queue.isFinished()) {
            caller.reply(Reply.OK); // a DONE that it relies on may not be written yet
        } else if (command.timeout() == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    queue.awaitFinished(caller, QueueReplies.served(caller, queue.name(), finished -> Reply.OK)),
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
        peeks.peek(command, caller);
    }

    @Override
    public void purge(Purge command, Coroutine<Holder> caller) {
        guard.checkWritable();
        WorkQueue queue = queues.existing(command.queue());
        if (queue == null) {
            caller.reply(Reply.integer(0));
        } else {
            LongCommand.run(caller, guard, end -> queue.control().purge(dropped -> end.accept(Reply.integer(dropped))));
        }
    }

    @Override
    public void shutdown(Shutdown command, Coroutine<Holder> caller) {
        guard.checkWritable();
        admission.checkRoomFor(command.queue());
        WorkQueue queue = queues.named(command.queue());
        LongCommand.run(
                caller, guard, end -> queue.control().shutDown(command.immediate(), () -> end.accept(Reply.OK)));
    }

    @Override
    public void delete(Delete command, Coroutine<Holder> caller) {
        guard.checkWritable();
        WorkQueue queue = queues.existing(command.queue());
        if (queue == null) {
            queues.endCount(command.queue());
            caller.reply(Reply.OK);
        } else {
            LongCommand.run(caller, guard, end -> queue.control().delete(() -> end.accept(Reply.OK)));
        }
    }

    @Override
    public void stats(Stats command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        if (queue == null) {
            caller.reply(SettingsService.stats(queues.stats(command.queue()), 0), Basis.MEMORY);
        } else {
            ItemInspection.Oldest oldest = queue.inspection().oldest();
            looks.take(
                    caller,
                    oldest,
                    answer -> answer.give(SettingsService.stats(queue.stats(), oldest.millis()), Basis.MEMORY));
        }
    }
}
