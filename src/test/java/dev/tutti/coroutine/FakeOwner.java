package dev.tutti.coroutine;

import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.ContentionQuery;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.QueueCommand.Purge;
import dev.tutti.command.QueueCommand.Put;
import dev.tutti.command.QueueCommand.Size;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.NoSlowCommands;
import dev.tutti.ops.SlowCommands;
import dev.tutti.persistence.TurnLog;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Timers;
import dev.tutti.waiting.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An owner that answers SIZE with the queue's name, lets GET and RUN wait, refuses PURGE, and throws on JOIN, on STATS
 * and on the query for names.
 */
class FakeOwner implements CommandScheduler.Owner<String, QueueCommand> {

    /** The calls it got, in order. */
    final List<String> log = new ArrayList<>();

    final Map<String, Coroutine<String>> waiting = new HashMap<>();

    /** By the name of a queue. */
    final Map<String, Gate> gates = new HashMap<>();

    /** The turns of an owner without a journal. */
    static OwnerTurns turns(RecordedBus bus, Timers timers) {
        return turns(bus, timers, NoSlowCommands.keep());
    }

    static OwnerTurns turns(RecordedBus bus, Timers timers, SlowCommands slowCommands) {
        TurnLog turnLog = new TurnLog();
        Outbox outbox = new Outbox(new ReplySender(bus.eventBus()), new VolatileJournal(), turnLog, true);
        return new OwnerTurns(timers, turnLog, outbox, new EventLog(), slowCommands);
    }

    @Override
    public Gate gate(QueueCommand command, Coroutine<String> caller) {
        Gate gate = gates.get(command.queue());
        return gate != null && gate.isShut() ? gate : null;
    }

    @Override
    public void execute(QueueCommand command, Coroutine<String> caller) {
        if (command instanceof Size size) {
            log.add(caller.id() + " " + size.queue());
            caller.reply(Reply.text(size.queue()));
        } else if (command instanceof Get get) {
            await(caller, get.queue(), get.timeout(), Patience.WHILE_CLIENT_LISTENS);
        } else if (command instanceof Run run) {
            await(caller, run.queue(), run.timeout(), Patience.OF_A_RUN);
        } else if (command instanceof Put put) {
            caller.holdings(put.queue());
            caller.reply(Reply.OK);
        } else if (command instanceof Purge purge) {
            throw Refusal.malformed("no " + purge.queue());
        } else if (command instanceof QueueCommand.Join join) {
            await(caller, join.queue(), join.timeout(), Patience.WHILE_CLIENT_LISTENS);
            throw new IllegalStateException("a bug behind a wait");
        } else {
            throw new IllegalStateException("a bug");
        }
    }

    private void await(Coroutine<String> caller, String name, long timeout, Patience patience) {
        caller.checkMayWait();
        waiting.put(name, caller);
        caller.await(new RecordedWait(name, log), Reply.NULL, timeout, patience);
    }

    @Override
    public Walk<Contention> contentions(ContentionQuery query) {
        return Walk.past(List.of("t").iterator(), name -> new Contention("thing", name, List.of(), List.of()));
    }

    @Override
    public Walk<String> queueNames(String name) {
        throw new IllegalStateException("a bug in a query");
    }

    @Override
    public void giveBack(String holdings) {
        log.add("given back: " + holdings);
    }
}
