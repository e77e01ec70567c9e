package dev.tutti.net;

import dev.tutti.command.ClientCommand;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import dev.tutti.command.ContentionQuery;
import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.LockCommand;
import dev.tutti.command.Notice;
import dev.tutti.command.Query;
import dev.tutti.command.Reply;
import dev.tutti.ops.ServerInfo;
import dev.tutti.waiting.Walk;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Begins the commands of one connection that ask several owners, each as an {@link Operation}. */
final class Operations {

    /** The names of INFO's sections that list holders and waiters, for which every owner is asked. */
    private static final Set<String> WITH_LOCKS = Set.of("locks", "all", "everything");

    private final SessionClient client;
    private final ConnectionContext context;
    private final BooleanSupplier hasPassword;
    private final Consumer<Reply> reply;

    /**
     * @param hasPassword whether the client has given a right password
     * @param reply answers the command at hand
     */
    Operations(SessionClient client, ConnectionContext context, BooleanSupplier hasPassword, Consumer<Reply> reply) {
        this.client = client;
        this.context = context;
        this.hasPassword = hasPassword;
        this.reply = reply;
    }

    /** Answers the command, and lets the next one begin. */
    Consumer<Reply> ends() {
        return last -> client.pipeline().answer(last, client.pipeline()::finish);
    }

    <A extends Notice> void broadcast(Query<A> asked, Function<? super List<A>, Walk<Reply>> merge) {
        broadcast(asked, merge, reply, client.pipeline()::finish);
    }

    /** The same for an operation that has said how much memory it holds, which includes the content of its reply. */
    private Consumer<Reply> endsAndLetsGo() {
        return last -> client.output().writeHeld(last, () -> {
            client.operationHolds(0);
            client.pipeline().finish();
        });
    }

    /**
     * Asks all that may know an answer.
     *
     * @param write is given the pieces of the reply that {@code merge} makes of the answers
     */
    <A extends Notice> void broadcast(
            Query<A> asked, Function<? super List<A>, Walk<Reply>> merge, Consumer<Reply> write, Runnable end) {
        Broadcast<A> broadcast =
                new Broadcast<>(context.router().poll(asked), context.budget(), client::closeAfterWriting);
        client.pipeline().begin(broadcast);
        broadcast.start(merge, write, end);
    }

    /** Begins an ACQUIREALL of locks of several owners. */
    void acquireAll(LockCommand.AcquireAll command) {
        AcquireAllOperation operation =
                new AcquireAllOperation(command, context.router(), client.pipeline()::ask, ends());
        client.pipeline().begin(operation);
        operation.start(client.id());
    }

    /** Begins a GETANY of queues of several owners. */
    void getAny(GetAnyCommand.GetAny command) {
        CommandPipeline pipeline = client.pipeline();
        GetAnyOperation operation = new GetAnyOperation(
                command,
                context.router(),
                context.timer(),
                pipeline::ask,
                pipeline::answer,
                pipeline::finish,
                client::closeAfterWriting);
        pipeline.begin(operation);
        operation.start(client.id(), pipeline.contacts().hasInputEnded());
    }

    /**
     * Refuses a command that only a leader may carry out, or has it wait until this node leads. Returns false if it can
     * be carried out now. A refusal closes the connection: clients that are sent an error alone stay at this node.
     */
    boolean leavesToLeader(Command command, ClientTransaction transaction) {
        LeadGate gate = context.gate();
        if (gate.refuses(command)) {
            client.pipeline().drop();
            reply.accept(gate.refusal());
            client.closeAfterWriting();
            return true;
        }
        boolean isHeld = gate.holds(command) && !transaction.takes(command);
        if (isHeld) {
            LeadWait operation = new LeadWait(command, context, client.pipeline());
            client.pipeline().begin(operation);
            operation.start();
        }
        return isHeld;
    }

    /** Begins an INFO with these sections, in lower case. */
    void info(Set<String> sections) {
        if (ServerInfo.includes(sections, "clients")) {
            broadcast(
                    new ClientCommand.CountBlocked(client.id()),
                    Merges.of(Merge.SUM),
                    blocked -> info(sections, blocked, ends()),
                    () -> {});
        } else {
            info(sections, Reply.integer(0), reply);
        }
    }

    private void info(Set<String> sections, Reply blocked, Consumer<Reply> answer) {
        if (!(blocked instanceof Reply.Int count)) {
            answer.accept(blocked);
            return;
        }
        String text = context.info().text(sections, count.value());
        if (Collections.disjoint(WITH_LOCKS, sections) || !context.gate().isOpen()) {
            answer.accept(Reply.text(text));
        } else {
            broadcast(
                    new ContentionQuery(null, false),
                    answers -> WaitersReport.of(answers).section(text));
        }
    }

    /** Begins a BACKUP, if this client may have one made. */
    void backup(ConnectionCommand.Backup command) {
        if (mayAdminister("BACKUP")) {
            BackupOperation operation = new BackupOperation(context, ends());
            client.pipeline().begin(operation);
            operation.start(command.directory());
        }
    }

    /** Begins a CONFIG RELOAD, if this client may. */
    void reload() {
        if (mayAdminister("CONFIG RELOAD")) {
            ReloadOperation operation = new ReloadOperation(context, ends());
            client.pipeline().begin(operation);
            operation.start();
        }
    }

    /** Begins a command that the cluster answers. */
    void askCluster(Future<Reply> answer) {
        ClusterOperation operation = new ClusterOperation(context, ends(), client::closeAfterWriting);
        client.pipeline().begin(operation);
        operation.start(answer);
    }

    /** Whether this client may reach beyond queues and locks. If not, the command is refused. */
    boolean mayAdminister(String command) {
        boolean may = Administrators.include(client.remoteAddress(), hasPassword.getAsBoolean());
        if (!may) {
            reply.accept(Administrators.refusal(command));
        }
        return may;
    }

    void gather(ConnectionCommand.Gather command) {
        GatherOperation operation = new GatherOperation(command, context, endsAndLetsGo(), client::operationHolds);
        client.pipeline().begin(operation);
        operation.start(GatherOperation.timeout(command, context.config()));
    }

    void waitFor(ConnectionCommand.WaitFor command) {
        WaitOperation operation =
                new WaitOperation(command, context, endsAndLetsGo(), client::operationHolds, client::closeAfterWriting);
        client.pipeline().begin(operation);
        operation.start(client.pipeline().contacts().hasInputEnded());
    }
}
