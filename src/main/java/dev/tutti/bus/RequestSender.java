package dev.tutti.bus;

import dev.tutti.command.Command;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/** Gathers the commands that one sender's coroutines give to one owner during a turn, and sends them as one message. */
public final class RequestSender {

    private static final DeliveryOptions OPTIONS =
            new DeliveryOptions().setLocalOnly(true).setCodecName(Requests.class.getName());

    private final EventBus bus;
    private final String owner;
    private final String replyTo;
    private Requests gathered;
    /** The size of the last message. The next one is likely to be as large. */
    private int usual;

    public RequestSender(EventBus bus, String owner, String replyTo) {
        this.bus = bus;
        this.owner = owner;
        this.replyTo = replyTo;
    }

    public void add(long coroutine, Command command) {
        if (gathered == null) {
            gathered = new Requests(replyTo, usual);
        }
        gathered.add(coroutine, command);
    }

    /** Sends the commands that were gathered since the last time, if there are any. */
    public void flush() {
        if (gathered != null) {
            Requests message = gathered;
            gathered = null;
            usual = message.size();
            bus.send(owner, message, OPTIONS);
        }
    }
}
