package dev.tutti.coroutine;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.Caller;
import dev.tutti.bus.PendingReplies;
import dev.tutti.bus.Poll;
import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.ClientCommand;
import dev.tutti.command.Command;
import dev.tutti.command.EchoQuery;
import dev.tutti.command.Notice;
import dev.tutti.command.Notice.Echo;
import dev.tutti.command.Query;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The way from one owner to all owners, itself included, for one family of commands, and to the net servers. Each
 * command is sent as a task of its own, at the end of the turn, and its reply comes in a later turn.
 */
public final class PeerOwners {

    /** @param onDone run if the coroutine waited and was interrupted */
    private record Interruption(Runnable onDone) implements Caller {
        @Override
        public void replied(Reply reply) {
            // An interruption is answered by a notice.
        }

        @Override
        public void told(Notice notice) {
            if (notice.equals(Notice.Count.of(true))) {
                onDone.run();
            }
        }
    }

    private final String replyTo;
    private final List<RequestSender> owners;
    private final List<RequestSender> servers;
    private final PendingReplies callers;

    /**
     * @param address gives the address of an owner by its number
     * @param servers the number of net servers
     * @param replyTo the address at which this owner takes the replies
     * @param taskIds negative, and unique in the server
     */
    public PeerOwners(
            EventBus bus, IntFunction<String> address, int count, int servers, String replyTo, LongSupplier taskIds) {
        this.replyTo = replyTo;
        this.callers = new PendingReplies(taskIds);
        this.owners = senders(bus, count, address);
        this.servers = senders(bus, servers, Addresses::server);
    }

    private List<RequestSender> senders(EventBus bus, int count, IntFunction<String> address) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RequestSender(bus, address.apply(i), replyTo))
                .toList();
    }

    public int count() {
        return owners.size();
    }

    /** Sends a command to one owner. Returns the id of the task, by which it can be sent signals, or cancelled. */
    public long ask(int owner, Command command, Caller.OfTask caller) {
        return callers.start(owners.get(owner), command, caller);
    }

    /** A query to all owners. It is sent when it is started. */
    public <A extends Notice> Poll<A> poll(Query<A> query) {
        return new Poll<>(query, owners, callers);
    }

    /** Completes when an owner has handled everything that this one has sent to it, and its replies have come. */
    Future<?> drain(int owner) {
        Promise<List<Echo>> echoed = Promise.promise();
        new Poll<>(new EchoQuery(), List.of(owners.get(owner)), callers)
                .start(echoed::complete, error -> echoed.fail(error.toString()));
        return echoed.future();
    }

    /** Runs the action when everything that clients have sent by now is read and carried out. */
    void whenArrived(Runnable action) {
        new Poll<>(new ClientCommand.CarryOut(), servers, callers)
                .start(arrived -> action.run(), error -> action.run());
        servers.forEach(RequestSender::flush);
    }

    /** Sends a signal to one of an owner's coroutines, which may be a task that was asked from here. */
    public void tell(int owner, long coroutine, Signal signal) {
        owners.get(owner).add(coroutine, signal);
    }

    /** Ends the wait of another owner's coroutine, if that began at the given time. Then {@code onDone} is run. */
    public void interrupt(int owner, long coroutine, long since, Reply answer, Runnable onDone) {
        long task = callers.expect(new Interruption(onDone));
        tell(owner, coroutine, new Signal.Interrupt(since, answer, replyTo, task));
    }

    /** Withdraws a task. */
    public void cancel(int owner, long task) {
        callers.cancel(task, owners.get(owner));
    }

    String replyTo() {
        return replyTo;
    }

    void receive(Replies replies) {
        callers.receive(replies);
    }

    /** Sends what owners are asked. Uses no iterator, since this happens at the end of every turn. */
    void flush() {
        for (int i = 0; i < owners.size(); i++) {
            owners.get(i).flush();
        }
    }
}
