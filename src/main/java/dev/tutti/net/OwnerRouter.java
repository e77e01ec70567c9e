package dev.tutti.net;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.Caller;
import dev.tutti.bus.PendingReplies;
import dev.tutti.bus.Poll;
import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.ClientCommand;
import dev.tutti.command.Command;
import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.LockCommand;
import dev.tutti.command.Notice;
import dev.tutti.command.OwnerQuery;
import dev.tutti.command.Query;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Signal;
import dev.tutti.command.SyncCommand;
import dev.tutti.command.Transaction;
import dev.tutti.config.Names;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The way from one net server to the owners and back. Commands gather here and go to each owner as one message per
 * turn. Replies are handed to the caller: a connection, or a task of its own, such as a part of a GATHER.
 */
final class OwnerRouter {

    /** A number that no coroutine has. */
    private static final long NOBODY = 0;

    private final String replyTo;
    private final List<RequestSender> producers;
    private final List<RequestSender> syncs;
    private final List<RequestSender> owners;
    private final List<RequestSender> servers;
    private final LongSupplier taskIds;
    private final PendingReplies callers;

    /**
     * @param owners the number of owners, each of which has an address for its queues and one for all its other names
     * @param taskIds negative, and unique in the server
     */
    OwnerRouter(EventBus bus, int instance, int owners, int servers, LongSupplier taskIds) {
        this.replyTo = Addresses.serverReplies(instance);
        this.producers = senders(bus, owners, Addresses::producer);
        this.syncs = senders(bus, owners, Addresses::sync);
        this.owners = Stream.concat(producers.stream(), syncs.stream()).toList();
        this.servers = senders(bus, servers, Addresses::server);
        this.taskIds = taskIds;
        this.callers = new PendingReplies(taskIds);
    }

    private List<RequestSender> senders(EventBus bus, int count, IntFunction<String> address) {
        List<RequestSender> senders = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            senders.add(new RequestSender(bus, address.apply(i), replyTo));
        }
        return List.copyOf(senders);
    }

    String replyTo() {
        return replyTo;
    }

    boolean hasOneOwner() {
        return producers.size() == 1;
    }

    /** The owner of the name in a command, or null if the command has none. */
    RequestSender owner(Command command) {
        return switch (command.family()) {
            case QUEUE -> hasOneOwner() ? producer(0) : owner((QueueCommand) command);
            case SYNC -> hasOneOwner() ? syncOwner(0) : owner((SyncCommand) command);
            case TRANSACTION -> owner((Transaction) command);
            default -> null;
        };
    }

    /** The owner of all queues, or null if a GETANY has queues of several owners. */
    private RequestSender owner(QueueCommand command) {
        int owner = producerOf(command.queue());
        boolean isOne = !(command instanceof GetAnyCommand any)
                || any.queues().stream().allMatch(name -> producerOf(name) == owner);
        return isOne ? producer(owner) : null;
    }

    /** The number of the owner of a queue. */
    int producerOf(String queue) {
        return Names.queueOwner(queue, producers.size());
    }

    RequestSender producer(int number) {
        return producers.get(number);
    }

    /** The owner of all names, or null if an ACQUIREALL has names of several owners. */
    private RequestSender owner(SyncCommand command) {
        int owner = syncOwnerOf(command.name());
        boolean isOne = !(command instanceof LockCommand.AcquireAll all)
                || all.names().stream().allMatch(name -> syncOwnerOf(name) == owner);
        return isOne ? syncOwner(owner) : null;
    }

    /** The number of the owner of an event, lock and so on. */
    int syncOwnerOf(String name) {
        return Names.owner(name, syncs.size());
    }

    RequestSender syncOwner(int number) {
        return syncs.get(number);
    }

    /** The age of an ACQUIREALL that begins now: larger than that of any other that has begun in this server. */
    long nextTicket() {
        return -taskIds.getAsLong();
    }

    /** The number of the owner of a command that has one. */
    int numberOf(Command command) {
        RequestSender owner = owner(command);
        return Math.max(producers.indexOf(owner), syncs.indexOf(owner));
    }

    /**
     * The owner of the commands, all of which have owners of one number, or none. If there are commands for queues and
     * others, it is the owner of the queues, and the other one is its {@link #partner}.
     */
    private RequestSender owner(Transaction transaction) {
        RequestSender queues = owner(transaction, Command.Family.QUEUE);
        return queues == null ? owner(transaction, Command.Family.SYNC) : queues;
    }

    private RequestSender owner(Transaction transaction, Command.Family family) {
        for (Command command : transaction.commands()) {
            if (command.family() == family) {
                return owner(command);
            }
        }
        return null;
    }

    /** The owner of events, locks and so on that takes part in a transaction of an owner of queues, or null. */
    RequestSender partner(Transaction transaction) {
        RequestSender partner = owner(transaction, Command.Family.SYNC);
        return partner == owner(transaction) ? null : partner;
    }

    /** A query to all owners, or to all net servers, that may know an answer. */
    <A extends Notice> Poll<A> poll(Query<A> query) {
        return new Poll<>(query, answerersOf(query), callers);
    }

    private List<RequestSender> answerersOf(Query<?> query) {
        if (query instanceof ClientCommand) {
            return servers;
        }
        return query instanceof OwnerQuery<?> asked && asked.isAboutQueues() ? producers : owners;
    }

    void add(long connection, Caller caller) {
        callers.add(connection, caller);
    }

    void remove(long connection) {
        callers.remove(connection);
    }

    /** Has an owner carry out one command as a task of its own. Returns the task's id, for {@link #cancel}. */
    long start(RequestSender owner, Command command, Caller.OfTask caller) {
        return callers.start(owner, command, caller);
    }

    void cancel(long task, RequestSender owner) {
        callers.cancel(task, owner);
    }

    /**
     * Tells the owners that this net server ignores every reply that they send after this. Each is told at that one of
     * its two addresses whose messages are sent last.
     */
    void leave() {
        syncs.forEach(owner -> owner.add(NOBODY, new Signal.Gone()));
    }

    void receive(Replies replies) {
        callers.receive(replies);
    }

    /**
     * Sends the messages gathered in this turn. Owners of queues come before their partners, so that a partner takes
     * part in a transaction before it gets anything that was sent after it, such as the end of the connection.
     */
    void flush() {
        flush(owners);
        flush(servers);
    }

    /** Uses no iterator, since this happens at the end of every turn. */
    private static void flush(List<RequestSender> senders) {
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).flush();
        }
    }
}
