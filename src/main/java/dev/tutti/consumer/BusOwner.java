package dev.tutti.consumer;

import dev.tutti.bus.Caller;
import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.Signal;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.LongFunction;

/** An owner of queues in this process. To it each slot is a coroutine of its own. */
public final class BusOwner implements SlotOwner {

    private final EventBus bus;
    private final RequestSender sender;
    private final String replies;
    private MessageConsumer<Replies> inbox;

    /**
     * @param owner the address of the owner
     * @param replies an address for this consumer instance alone, to which the owner sends its replies
     */
    public BusOwner(EventBus bus, String owner, String replies) {
        this.bus = bus;
        this.sender = new RequestSender(bus, owner, replies);
        this.replies = replies;
    }

    @Override
    public Future<?> open(LongFunction<Caller> callers) {
        inbox = bus.localConsumer(replies, message -> receive(message.body(), callers));
        return inbox.completion();
    }

    private static void receive(Replies replies, LongFunction<Caller> callers) {
        for (int i = 0; i < replies.size(); i++) {
            replies.deliver(i, callers.apply(replies.coroutine(i)));
        }
    }

    @Override
    public void add(long slot, Command command) {
        sender.add(slot, command);
    }

    @Override
    public void withdraw(long slot) {
        sender.add(slot, new Signal.Unblock(false, replies, NO_SLOT));
    }

    @Override
    public void flush() {
        sender.flush();
    }

    @Override
    public Future<?> close() {
        return inbox.unregister();
    }
}
