package dev.tutti.net;

import dev.tutti.command.ClientCommand;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.DrainQuery;
import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.LockCommand;
import dev.tutti.command.Permissions;
import dev.tutti.command.Query;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.config.User;
import dev.tutti.ops.Lifecycle;
import dev.tutti.ops.SlowCommand;
import dev.tutti.waiting.LoopShare;

/** Carries out the commands that have no owner: those about the connection, and those that ask several owners. */
final class Session implements LocalCommands, CommandReader.Sender, ConnectionCommand.Handler {

    private final SessionClient client;
    private final ConnectionContext context;
    private final ClientTransaction transaction;
    private final Authentication authentication;
    private final Operations operations;
    private final ClientIdentity identity;
    private final Subscriptions subscriptions;
    private final ClusterCommands cluster;

    Session(SessionClient client, ConnectionContext context, Activity activity) {
        this.client = client;
        this.context = context;
        this.authentication = new Authentication(client, context, activity);
        this.transaction = new ClientTransaction(client, context, activity, this);
        this.operations = new Operations(client, context, authentication::isByPassword, this::reply);
        this.identity = new ClientIdentity(client.id());
        this.subscriptions = new Subscriptions(
                identity,
                () -> client.pipeline().isMidReply(),
                push -> client.output().write(push, () -> {}));
        this.cluster = new ClusterCommands(
                context, subscriptions, operations::askCluster, operations::mayAdminister, this::reply);
        authentication.reset();
    }

    @Override
    public boolean isAuthenticated() {
        return authentication.isGiven();
    }

    @Override
    public void slow(int command, LoopShare<?> share) {
        String name = context.table().name(command);
        SlowCommand slow =
                new SlowCommand(name, share.takeOverrun(), share.overrunCommands(), client.id(), identity.name());
        slow.address(client.remoteAddress());
        context.info().statistics().slowCommands().add(slow);
    }

    @Override
    public boolean sendsToOwner(Command command) {
        return authentication.isGiven()
                && context.gate().isOpen()
                && !transaction.isOpen()
                && !subscriptions.bindConnection()
                && authentication.denial(command) == null;
    }

    @Override
    public void execute(Command command) {
        Permissions.Denial denial = authentication.denial(command);
        if (authentication.isMissingFor(command)) {
            reply(Refusal.error("NOAUTH", "Authentication required."));
        } else if (denial != null) {
            deny(denial);
        } else if (subscriptions.refuse(command)) {
            reply(Subscriptions.refusal());
        } else if (!operations.leavesToLeader(command, transaction)) {
            carryOut(command);
        }
    }

    private void carryOut(Command command) {
        if (transaction.takes(command)) {
            reply(transaction.add(command));
        } else if (command instanceof LockCommand.AcquireAll all) {
            operations.acquireAll(all);
        } else if (command instanceof GetAnyCommand.GetAny any) {
            operations.getAny(any);
        } else {
            ((ConnectionCommand) command).accept(this);
        }
    }

    private void deny(Permissions.Denial denial) {
        context.info().statistics().denied(denial.isOfName());
        reply(transaction.refused(denial.reply()));
    }

    private void reply(Reply reply) {
        transaction.write(reply);
    }

    /** The session's fields of CLIENT LIST. */
    String describe() {
        return identity.describe() + " user=" + userName() + transaction.describe();
    }

    @Override
    public void answer(ConnectionCommand.Answer command) {
        reply(command.reply());
    }

    /** As in Redis, PING replies with an error once the server can't write any more. */
    @Override
    public void ping(ConnectionCommand.Ping command) {
        String failure = context.info().failure();
        reply(
                failure == null
                        ? subscriptions.pong(command.pong())
                        : Refusal.full(failure).reply());
    }

    // ---- identity

    @Override
    public void hello(ConnectionCommand.Hello command) {
        if (command.password() == null) {
            greet(command);
        } else {
            authentication.check(command.user(), command.password(), () -> greet(command), this::reply);
        }
    }

    private void greet(ConnectionCommand.Hello command) {
        if (!authentication.isGiven()) {
            reply(Refusal.error(
                    "NOAUTH",
                    "HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH"
                            + " <user> <pass> option can be used to authenticate the client and select the RESP"
                            + " protocol version at the same time"));
            return;
        }
        if (command.protocol() != 0) {
            identity.speaks(command.protocol());
            client.resp3(identity.speaksResp3());
        }
        if (command.name() != null) {
            rename(command.name());
        }
        boolean isReplica =
                context.cluster() != null && !context.cluster().state().leads();
        reply(identity.greeting(isReplica ? "replica" : "master"));
    }

    @Override
    public void auth(ConnectionCommand.Auth command) {
        if (!context.limits().passwords().isNeeded() && command.user() == null) {
            reply(Refusal.error(
                    "ERR",
                    "AUTH <password> called without any password configured for the default user. Are you sure your"
                            + " configuration is correct?"));
        } else {
            String user = command.user() == null ? User.DEFAULT : command.user();
            authentication.check(user, command.password(), () -> reply(Reply.OK), this::reply);
        }
    }

    @Override
    public void whoAmI() {
        reply(Reply.text(userName()));
    }

    /** Empty before the password. */
    String userName() {
        return authentication.userName();
    }

    /** The users may have changed. Returns false if this client's is gone, or has lost rights. */
    boolean renewUser() {
        return authentication.renew();
    }

    @Override
    public void clientId() {
        reply(Reply.integer(client.id()));
    }

    @Override
    public void setName(ConnectionCommand.SetName command) {
        rename(command.name());
        reply(Reply.OK);
    }

    private void rename(String given) {
        identity.name(given);
        client.pipeline().contacts().named(given);
    }

    @Override
    public void getName() {
        String name = identity.name();
        reply(name.isEmpty() ? Reply.NULL : Reply.text(name));
    }

    @Override
    public void setInfo(ConnectionCommand.SetInfo command) {
        if (command.library()) {
            identity.library(command.value());
        } else {
            identity.libraryVersion(command.value());
        }
        reply(Reply.OK);
    }

    @Override
    public void clientInfo() {
        reply(Reply.text(client.describe()));
    }

    // ---- the cluster

    @Override
    public void ofCluster(ConnectionCommand.OfCluster command) {
        command.request().accept(cluster);
    }

    /** Whether the client has subscribed, and nothing that it does concerns an owner. */
    boolean isOnlySubscribed() {
        return !subscriptions.areEmpty() && client.pipeline().contacts().areNone();
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    // ---- commands for several owners

    @Override
    public void everywhere(ConnectionCommand.Everywhere command) {
        Query<?> asked = command.query() instanceof ClientCommand<?> about
                ? about.askedBy(client.id(), authentication.limitedUserName())
                : command.query();
        operations.broadcast(asked.seeing(authentication.names()), Merges.of(command.merge()));
    }

    @Override
    public void gather(ConnectionCommand.Gather command) {
        if (command.runs().isEmpty()) {
            reply(Reply.EMPTY);
        } else {
            operations.gather(command);
        }
    }

    @Override
    public void waitFor(ConnectionCommand.WaitFor command) {
        operations.waitFor(command);
    }

    // ---- the rest

    @Override
    public void transact(ConnectionCommand.Transact command) {
        transaction.carryOut(command.step());
    }

    @Override
    public void info(ConnectionCommand.Info command) {
        operations.info(command.sections());
    }

    @Override
    public void drain(ConnectionCommand.Drain command) {
        Lifecycle.Phase phase = command.begins() ? Lifecycle.Phase.DRAINING : Lifecycle.Phase.RUNNING;
        context.info().statistics().lifecycle().enter(phase);
        operations.broadcast(new DrainQuery(command.begins()), drained -> Merges.one(Reply.OK));
    }

    @Override
    public void backup(ConnectionCommand.Backup command) {
        operations.backup(command);
    }

    @Override
    public void reload() {
        operations.reload();
    }

    @Override
    public void reset() {
        client.pipeline().contacts().tell(new Signal.Reset()); // no command waits, since RESET has its turn
        authentication.reset();
        transaction.close();
        subscriptions.close();
        identity.reset();
        client.pipeline().contacts().named(identity.name());
        client.resp3(identity.speaksResp3());
        reply(new Reply.Simple("RESET"));
    }

    /** The owners are told at once, so that the items are back when the client sees the end of the stream. */
    @Override
    public void quit() {
        client.pipeline().contacts().leave(new Signal.Quit());
        hangUp(new ConnectionCommand.HangUp(Reply.OK));
    }

    @Override
    public void hangUp(ConnectionCommand.HangUp command) {
        client.pipeline().drop();
        if (command.last() != null) {
            reply(command.last());
        }
        client.closeAfterWriting();
    }
}
