package dev.tutti.net;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.PendingReplies;
import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.ClientCommand;
import dev.tutti.command.Command;
import dev.tutti.command.ContentionQuery;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.SyncCommand;
import dev.tutti.config.Names;
import dev.tutti.queue.Queues;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The way from one net server to the owners and back. Commands gather here and go to each owner as one message per turn.
 * Replies are handed to the caller: a connection, or a task of its own, such as a part of a GATHER.
 */
final class OwnerRouter {

    /** A number that no coroutine has. */
    private static final long NOBODY = 0;

    private final String replyTo;
    private final List<RequestSender> producers;
    private final List<RequestSender> syncs;
    private final List<RequestSender> owners;
    private final List<RequestSender> servers;
    private final PendingReplies callers;

    /**
     * @param owners the number of owners that the queues are spread over, and of those for all other names
     * @param taskIds negative, and unique in the server
     */
    OwnerRouter(EventBus bus, int instance, int owners, int servers, LongSupplier taskIds) {
        this.replyTo = Addresses.serverReplies(instance);
        this.producers = senders(bus, owners, Addresses::producer);
        this.syncs = senders(bus, owners, Addresses::sync);
        this.owners = Stream.concat(producers.stream(), syncs.stream()).toList();
        this.servers = senders(bus, servers, Addresses::server);
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

    boolean hasOneOwnerAKind() {
        return producers.size() == 1;
    }

    /** The owner of the name in a command, or null if the command has none. */
    RequestSender owner(Command command) {
        return switch (command.family()) {
            case QUEUE -> producers.get(Queues.owner(((QueueCommand) command).queue(), producers.size()));
            case SYNC -> syncs.get(Names.owner(((SyncCommand) command).name(), syncs.size()));
            default -> null;
        };
    }

    /** All owners, or all net servers, that a command for everybody is sent to. */
    List<RequestSender> all(Command asked) {
        if (asked instanceof ClientCommand) {
            return servers;
        }
        return asked instanceof ContentionQuery ? owners : producers;
    }

    void add(long connection, Consumer<Reply> told) {
        callers.add(connection, told);
    }

    void remove(long connection) {
        callers.remove(connection);
    }

    /** Has an owner carry out one command as a task of its own. Returns the task's id, for {@link #cancel}. */
    long start(RequestSender owner, Command command, Consumer<Reply> told) {
        return callers.start(owner, command, told);
    }

    void cancel(long task, RequestSender owner) {
        callers.cancel(task, owner);
    }

    /** Tells the owners that this net server ignores every reply that they send after this. */
    void leave() {
        owners.forEach(owner -> owner.add(NOBODY, new Signal.Gone()));
    }

    void receive(Replies replies) {
        callers.receive(replies);
    }

    /** Sends the messages gathered in this turn. */
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
