package dev.tutti.net;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.OwnedCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.queue.Queues;
import io.netty.util.collection.LongObjectHashMap;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Hands what one net server's coroutines ask over to the owners, one message an owner and turn, and the replies to
 * whoever asked: a connection, or a task of one command such as a part of a GATHER.
 */
final class Switchboard {

    private final String replyTo;
    private final List<RequestSender> producers;
    private final List<RequestSender> servers;
    private final LongSupplier taskIds;
    private final LongObjectHashMap<Consumer<Reply>> askers = new LongObjectHashMap<>();

    /** @param taskIds negative, and unique in the server */
    Switchboard(EventBus bus, int instance, int producers, int servers, LongSupplier taskIds) {
        this.replyTo = Addresses.serverReplies(instance);
        this.producers = senders(bus, producers, Addresses::producer);
        this.servers = senders(bus, servers, Addresses::server);
        this.taskIds = taskIds;
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

    /** The owner of what a command is about. */
    RequestSender owner(OwnedCommand command) {
        return producers.get(Queues.owner(((QueueCommand) command).queue(), producers.size()));
    }

    List<RequestSender> producers() {
        return producers;
    }

    List<RequestSender> servers() {
        return servers;
    }

    void add(long connection, Consumer<Reply> asker) {
        askers.put(connection, asker);
    }

    void remove(long connection) {
        askers.remove(connection);
    }

    /** Has an owner carry out one command on its own; gives the task's id, with which it may be cancelled. */
    long start(RequestSender owner, Command command, Consumer<Reply> asker) {
        long task = taskIds.getAsLong();
        askers.put(task, asker);
        owner.add(task, command);
        return task;
    }

    void cancel(long task, RequestSender owner) {
        if (askers.remove(task) != null) {
            owner.add(task, new Signal.Closed());
        }
    }

    void receive(Replies replies) {
        for (int i = 0; i < replies.size(); i++) {
            long coroutine = replies.coroutine(i);
            Consumer<Reply> asker = coroutine < 0 ? askers.remove(coroutine) : askers.get(coroutine);
            if (asker != null) {
                asker.accept(replies.reply(i));
            }
        }
    }

    /** Sends what was gathered in this turn. */
    void flush() {
        producers.forEach(RequestSender::flush);
        servers.forEach(RequestSender::flush);
    }
}
