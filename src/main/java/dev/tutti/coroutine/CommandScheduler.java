package dev.tutti.coroutine;

import dev.tutti.bus.CoroutineMap;
import dev.tutti.bus.ReplySender;
import dev.tutti.bus.Requests;
import dev.tutti.command.Command;
import dev.tutti.command.CommandName;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.Notice;
import dev.tutti.command.OwnerQuery;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.Transaction;
import dev.tutti.log.EventKind;
import dev.tutti.log.LogLine;
import dev.tutti.persistence.Basis;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Timers;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the commands of one type for all coroutines that an owner serves, those of each coroutine in their order, in
 * {@link OwnerTurns}. Bound to the owner's event loop.
 *
 * @param <H> the things that a coroutine may hold here
 * @param <C> the commands that the owner carries out
 */
public final class CommandScheduler<H, C extends Command> {

    /** The owner itself. */
    public interface Owner<H, C> extends OwnerQuery.Facts {

        /**
         * Carries one command out: replies, awaits, or throws a {@link Refusal} having changed nothing. A refusal is
         * true whatever becomes of the journal.
         */
        void execute(C command, Coroutine<H> caller);

        /** Whether some gate may be shut. False spares the question for each command. */
        default boolean mayHoldUp() {
            return true;
        }

        /**
         * The gate at which this command of the caller has to wait, since it is shut; or null if the command may run.
         */
        default Gate gate(C command, Coroutine<H> caller) {
            return null;
        }

        /** The first gate at which a transaction of these commands has to wait, or null if all of them may run. */
        default Gate gate(List<C> transaction, Coroutine<H> caller) {
            return transaction.stream()
                    .map(command -> gate(command, caller))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        /** The coroutine gives back the things that it held, and goes on without them. */
        void giveBack(H holdings);

        /** The coroutine has ended in order, and gives back the things that it held. */
        default void quit(H holdings) {
            giveBack(holdings);
        }

        /** The coroutine's connection broke off: the things that it held are taken back. */
        default void closed(H holdings) {
            giveBack(holdings);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(CommandScheduler.class);

    private final Class<C> type;
    private final Owner<H, C> owner;
    private final OwnerTurns turns;
    private final Outbox outbox;
    private final Outbox.Side side;
    private final WaiterLimit waiters;
    private final CoroutineMap<Coroutine<H>> byId = new CoroutineMap<>();
    private final OwnerQueries queries;
    /** Has the commands of other types in a transaction, or is null. */
    private CommandScheduler<?, ?> partner;

    /** @param maxWaiters the number of commands that may wait at a time, each as often as it stands in a line */
    public CommandScheduler(Class<C> type, Owner<H, C> owner, OwnerTurns turns, int maxWaiters) {
        this.type = type;
        this.owner = owner;
        this.turns = turns;
        this.outbox = turns.outbox();
        this.side = outbox.side();
        this.waiters = new WaiterLimit(maxWaiters);
        this.queries = new OwnerQueries(owner, turns.timers());
    }

    /** @param other has the same turns, and carries out the commands of a transaction that are not of this type */
    public void partner(CommandScheduler<?, ?> other) {
        partner = other;
    }

    /** Sets another limit, see {@link WaiterLimit}. */
    public void maxWaiters(int most) {
        waiters.change(most);
    }

    /** Runs a batch of commands and the commands that these made ready, and then has the replies sent. */
    public void receive(Requests requests) {
        turns.begin();
        side.join();
        ReplySender.Lane lane = outbox.to(requests.replyTo());
        for (int i = 0; i < requests.size(); i++) {
            Command command = requests.command(i);
            switch (command.family()) {
                case SIGNAL -> signal((Signal) command, requests.coroutine(i), lane);
                case QUERY -> {
                    queries.ask((OwnerQuery<?>) command, requests.coroutine(i), lane);
                    turns.passOver();
                }
                default -> submit(command, coroutine(requests.coroutine(i), lane));
            }
            turns.runReady();
        }
        turns.end();
    }

    WaiterLimit waiters() {
        return waiters;
    }

    private Coroutine<H> coroutine(long id, ReplySender.Lane lane) {
        Coroutine<H> coroutine = byId.get(id);
        if (coroutine == null) {
            coroutine = new Coroutine<>(id, lane, this);
            byId.put(id, coroutine);
        }
        return coroutine;
    }

    private void submit(Command command, Coroutine<H> coroutine) {
        if (coroutine.state().isBusy()) {
            coroutine.hold(command);
        } else if (coroutine.state() != CoroutineState.WITHDRAWN) {
            execute(command, coroutine);
            endsTurn(command, coroutine);
        }
    }

    private void execute(Command command, Coroutine<H> coroutine) {
        Gate gate = gate(command, coroutine);
        if (gate != null) {
            coroutine.park(gate, command);
        } else if (command instanceof Transaction transaction) {
            executeAll(transaction, coroutine);
        } else {
            executeOne(command, coroutine);
        }
    }

    /** The shut gate that a command comes to first, or null. */
    private Gate gate(Command command, Coroutine<H> coroutine) {
        if (command instanceof Transaction transaction) {
            Gate own = owner.gate(own(transaction), coroutine);
            return own == null && partner != null ? partner.gateOfPart(transaction, coroutine) : own;
        }
        return owner.mayHoldUp() && type.isInstance(command) ? owner.gate(type.cast(command), coroutine) : null;
    }

    private List<C> own(Transaction transaction) {
        return transaction.commands().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Commands of other coroutines that become ready meanwhile run afterwards, but in the same turn. */
    private void executeAll(Transaction transaction, Coroutine<H> coroutine) {
        coroutine.inTransaction(true);
        outbox.keepTogether(true);
        try {
            for (Command command : transaction.commands()) {
                if (command instanceof ConnectionCommand.Answer answer) {
                    coroutine.reply(answer.reply(), Basis.MEMORY);
                } else if (partner == null || type.isInstance(command)) {
                    executeOne(command, coroutine);
                } else {
                    partner.executePart(command, coroutine);
                }
            }
        } finally {
            outbox.keepTogether(false);
            coroutine.inTransaction(false);
        }
    }

    // ---- the commands of a transaction that the partner runs, whose caller has no other command here meanwhile

    private Gate gateOfPart(Transaction transaction, Coroutine<?> caller) {
        List<C> commands = own(transaction);
        return commands.isEmpty() ? null : owner.gate(commands, coroutine(caller.id(), caller.lane()));
    }

    private void executePart(Command command, Coroutine<?> caller) {
        side.join();
        Coroutine<H> coroutine = coroutine(caller.id(), caller.lane());
        coroutine.inTransaction(true);
        try {
            executeOne(command, coroutine);
        } finally {
            coroutine.inTransaction(false);
        }
    }

    // ---- one command

    private void executeOne(Command command, Coroutine<H> coroutine) {
        try {
            owner.execute(ofOwner(command), coroutine);
        } catch (Refusal refusal) {
            Reply reply = refusal.reply();
            if (Refusal.isFull(reply)) {
                logFull(command, coroutine.id(), refusal.getMessage());
            }
            coroutine.reply(reply, Basis.MEMORY);
        } catch (RuntimeException | StackOverflowError bug) {
            coroutine.fail(internalError(command, coroutine.id(), bug));
        }
    }

    /** A command of another type fails in the method of the owner, which checks its type once. */
    @SuppressWarnings("unchecked")
    private C ofOwner(Command command) {
        return (C) command;
    }

    private void logFull(Command command, long id, String why) {
        turns.events()
                .add(
                        EventKind.FULL,
                        CommandName.thing(command),
                        () -> new LogLine(CommandName.text(command) + " is answered with FULL: " + why)
                                .with("command", CommandName.of(command))
                                .with("name", CommandName.thing(command))
                                .with("connection", id));
    }

    private static Reply internalError(Command command, long id, Throwable bug) {
        log.error("{} of coroutine {} failed", command.getClass().getSimpleName(), id, bug);
        return Refusal.internalError();
    }

    /** Runs the commands of a coroutine that were held back, until one waits or the share is used up. */
    void run(Coroutine<H> coroutine) {
        side.join();
        for (Command command = coroutine.next(); command != null; command = coroutine.next()) {
            if (command instanceof Signal signal) {
                signal(signal, coroutine);
            } else {
                execute(command, coroutine);
            }
            if (endsTurn(command, coroutine)) {
                return;
            }
        }
    }

    /** Whether the commands behind this one, which was run, run in a later turn: for want of time, or of room. */
    private boolean endsTurn(Command command, Coroutine<H> coroutine) {
        boolean wantsTime = turns.defers(coroutine, command);
        return coroutine.awaitsRoom() || wantsTime;
    }

    private void signal(Signal signal, long id, ReplySender.Lane lane) {
        Coroutine<H> coroutine = byId.get(id);
        if (signal instanceof Signal.Unblock unblock) {
            boolean waited = coroutine != null && coroutine.unblock(unblock.withError());
            outbox.to(unblock.replyTo()).add(unblock.coroutine(), Notice.Count.of(waited));
        } else if (signal instanceof Signal.Interrupt interrupt) {
            boolean waited = coroutine != null && coroutine.interrupt(interrupt.since(), interrupt.reply());
            outbox.to(interrupt.replyTo()).add(interrupt.coroutine(), Notice.Count.of(waited));
        } else if (signal instanceof Signal.Received) {
            lane.add(id, Notice.RECEIPT);
        } else if (signal instanceof Signal.Gone) {
            lane.close();
        } else if (signal instanceof Signal.InputEnded) {
            coroutine(id, lane).inputEnded();
        } else if (signal instanceof Signal.Named named) {
            coroutine(id, lane).name(named.name());
        } else if (signal instanceof Signal.Decided
                && coroutine != null
                && coroutine.state() == CoroutineState.DEFERRED) {
            coroutine.hold(signal);
        } else if (coroutine != null) {
            signal(signal, coroutine);
        }
    }

    private void signal(Signal signal, Coroutine<H> coroutine) {
        if (signal instanceof Signal.Closed) {
            forget(coroutine);
            drop(coroutine, owner::closed);
        } else if (signal instanceof Signal.Quit) {
            forget(coroutine);
            drop(coroutine, owner::quit);
        } else if (signal instanceof Signal.Reset) {
            drop(coroutine, owner::giveBack);
        } else if (signal instanceof Signal.Abandoned) {
            coroutine.abandon();
        } else if (signal instanceof Signal.ItemCancelled cancelled) {
            coroutine.itemCancelled(cancelled);
        } else if (signal instanceof Signal.Room) {
            coroutine.hasRoom();
        } else {
            coroutine.pass(signal);
        }
    }

    private void drop(Coroutine<H> coroutine, Consumer<H> ending) {
        coroutine.drop();
        if (coroutine.holdings() != null) {
            ending.accept(coroutine.holdings());
            turns.passOver();
        }
    }

    void forget(Coroutine<H> coroutine) {
        byId.remove(coroutine.id());
    }

    void ready(Coroutine<H> coroutine) {
        turns.ready(coroutine);
    }

    Timers timers() {
        return turns.timers();
    }
}
