package dev.tutti.net;

import dev.tutti.command.ClusterRequest;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.ConnectionCommand.Transact;
import dev.tutti.command.ConnectionCommand.Transact.Step;
import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.LockCommand;
import dev.tutti.command.MoveCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.ScheduleCommand;
import dev.tutti.command.TaskCommand;
import dev.tutti.command.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * MULTI, EXEC and DISCARD of one connection: queues the commands since MULTI, and has them carried out by EXEC. Bound
 * to the connection's event loop.
 */
final class ClientTransaction {

    private static final Reply QUEUED = new Reply.Simple("QUEUED");
    private static final Reply UNWATCHABLE = Refusal.error(
            "ERR",
            "WATCH is not supported: there are no keys to watch. So that only one client does something at a time, hold"
                    + " a LOCK meanwhile (LOCK ACQUIRE). So that something is put only once, give the PUT a KEY");

    private final SessionClient client;
    private final ConnectionContext context;
    private final Activity activity;
    private final ConnectionCommand.Handler handler;
    private final List<Command> commands = new ArrayList<>();
    private boolean open;
    /** Whether a command was refused since MULTI. */
    private boolean aborted;
    /** The bytes that the client had sent when it sent MULTI. */
    private long begin;
    /** Takes the replies that are not for the client now, or null. */
    private Consumer<Reply> catcher;

    /** @param handler carries out the commands that the connection answers by itself */
    ClientTransaction(
            SessionClient client, ConnectionContext context, Activity activity, ConnectionCommand.Handler handler) {
        this.client = client;
        this.context = context;
        this.activity = activity;
        this.handler = handler;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether the command is queued and not carried out. */
    boolean takes(Command command) {
        return open
                && !(command instanceof Transact)
                && !(command instanceof ConnectionCommand.Reset)
                && !(command instanceof ConnectionCommand.Quit)
                && !(command instanceof ConnectionCommand.HangUp);
    }

    /** Writes a reply of the handler. */
    void write(Reply reply) {
        if (catcher == null) {
            client.write(reply);
        } else {
            catcher.accept(reply);
        }
    }

    void carryOut(Step step) {
        if (step == Step.MULTI && !open) {
            open = true;
            begin = activity.bytes();
            write(Reply.OK);
        } else if (step == Step.MULTI) {
            write(Refusal.error("ERR", "MULTI calls can not be nested")); // the transaction goes on, as in Redis
        } else if (step == Step.WATCH) {
            write(open ? Refusal.error("ERR", "WATCH inside MULTI is not allowed") : UNWATCHABLE);
        } else if (!open) {
            write(Refusal.error("ERR", step + " without MULTI"));
        } else if (step == Step.DISCARD) {
            close();
            write(Reply.OK);
        } else if (aborted) {
            close();
            write(Refusal.error("EXECABORT", "Transaction discarded because of previous errors."));
        } else {
            exec();
        }
    }

    /** Begins the array of the reply. Its elements follow as the replies to the commands. */
    private void exec() {
        List<Command> runs = runs();
        write(new Reply.ArrayStart(commands.size()));
        close();
        client.pipeline().insert(runs);
    }

    /** The field of CLIENT LIST, as in Redis: the number of queued commands, or -1 without MULTI. */
    String describe() {
        return " multi=" + (open ? commands.size() : -1);
    }

    /** Forgets all commands. */
    void close() {
        if (open) {
            client.operationHolds(0);
        }
        commands.clear();
        open = false;
        aborted = false;
    }

    /** Queues a command, or refuses it. After a refusal the transaction can't be carried out, and keeps no command. */
    Reply add(Command command) {
        Reply refusal = refusal(command);
        if (refusal != null) {
            return refused(refusal);
        }
        if (!aborted) {
            commands.add(command);
            client.operationHolds(activity.bytes() - begin + (long) Backlog.COMMAND_BYTES * commands.size());
        }
        return QUEUED;
    }

    /** A command of the transaction, if one is open, is refused with this reply. */
    Reply refused(Reply refusal) {
        if (open) {
            aborted = true;
            commands.clear();
            client.operationHolds(0);
        }
        return refusal;
    }

    private Reply refusal(Command command) {
        int maxCommands = context.config().maxPipeline();
        int maxBytes = context.config().maxCommandSize();
        if (command instanceof ConnectionCommand.Answer answer && answer.reply() instanceof Reply.Error) {
            return answer.reply();
        } else if (command instanceof ConnectionCommand.Auth
                || command instanceof ConnectionCommand.Hello hello && hello.password() != null) {
            return Refusal.error("ERR", "a client can't become another user inside MULTI: send AUTH before it");
        } else if (command instanceof TaskCommand.Run) {
            return waits("RUN");
        } else if (command instanceof ConnectionCommand.Gather) {
            return waits("GATHER and TASKGROUP");
        } else if (command instanceof ConnectionCommand.OfCluster of
                && of.request() instanceof ClusterRequest.Subscription) {
            return Refusal.error("ERR", of.request().name() + " can't be used inside MULTI");
        } else if (command instanceof ConnectionCommand.WaitFor) {
            return waits("WAIT");
        } else if (commands.size() == maxCommands) {
            return Refusal.error("ERR", "a transaction has at most " + maxCommands + " commands (server.maxPipeline)");
        } else if (activity.bytes() - begin > maxBytes) {
            return Refusal.error("TOOBIG", "a transaction has at most " + maxBytes + " bytes (server.maxCommandSize)");
        }
        return null;
    }

    private static Reply waits(String name) {
        return Refusal.error(
                "ERR", name + " can't be used inside MULTI, where nothing waits. SUBMIT can, and AWAIT later");
    }

    /** Arranges the commands for their owners: consecutive ones of one number become a {@link Transaction}. */
    private List<Command> runs() {
        OwnerRouter router = context.router();
        Runs runs = new Runs();
        for (Command command : commands) {
            if (command instanceof ConnectionCommand local && local.isAnsweredAtOnce()) {
                runs.run.add(answer(local));
            } else if (command instanceof LockCommand.AcquireAll all && router.owner(all) == null) {
                runs.alone(all.withTimeout(0));
            } else if (command instanceof GetAnyCommand.GetAny any && router.owner(any) == null) {
                runs.alone(any.withTimeout(0));
            } else if (command instanceof ConnectionCommand || leavesItsOwner(command, router)) {
                runs.alone(command);
            } else {
                runs.add(router.numberOf(command), command);
            }
        }
        runs.end();
        return runs.all;
    }

    /**
     * Carries out a command that the connection answers at once, so that it does not part two commands of one owner.
     */
    private ConnectionCommand.Answer answer(ConnectionCommand quick) {
        AtomicReference<Reply> caught = new AtomicReference<>();
        catcher = caught::set;
        try {
            quick.accept(handler);
        } finally {
            catcher = null;
        }
        return new ConnectionCommand.Answer(Objects.requireNonNull(caught.get(), quick.getClass()::getSimpleName));
    }

    /** A command that has to do with another owner, too, takes more than one turn of the first owner. */
    private static boolean leavesItsOwner(Command command, OwnerRouter router) {
        return command instanceof ScheduleCommand && !router.hasOneOwner()
                || command instanceof MoveCommand.Move move
                        && router.owner(new QueueCommand.Size(move.to())) != router.owner(move);
    }

    private static final class Runs {
        private static final int NONE = -1;

        private final List<Command> all = new ArrayList<>();
        private List<Command> run = new ArrayList<>();
        /** The number of the owners of this run. */
        private int owner = NONE;

        private void add(int next, Command command) {
            if (owner != NONE && owner != next) {
                end();
            }
            owner = next;
            run.add(command);
        }

        private void alone(Command command) {
            end();
            all.add(command);
        }

        private void end() {
            if (owner == NONE) {
                all.addAll(run);
            } else {
                all.add(new Transaction(run));
            }
            run = new ArrayList<>();
            owner = NONE;
        }
    }
}
