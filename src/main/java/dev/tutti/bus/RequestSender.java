package dev.tutti.bus;

import dev.tutti.command.Command;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/** Gathers what one sender's coroutines ask of one owner during a turn, and sends it as one message. */
public final class RequestSender {

    private static final DeliveryOptions OPTIONS =
            new DeliveryOptions().setLocalOnly(true).setCodecName(Requests.class.getName());

    private final EventBus bus;
    private final String owner;
    private final String replyTo;
    private Requests gathered;
    /** How many commands the last message had: the next one is likely to have as many. */
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

    /** Sends what was gathered since the last time, if anything was. */
    public void flush() {
        if (gathered != null) {
            Requests message = gathered;
            gathered = null;
            usual = message.size();
            bus.send(owner, message, OPTIONS);
        }
    }
}
