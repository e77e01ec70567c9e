package dev.tutti.coroutine;

import dev.tutti.bus.Requests;
import dev.tutti.command.Command;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;

/** Where an owner takes what it is asked: each batch is a turn of its {@link Coroutines}, and so is each deadline. */
public final class Inbox {

    private final Coroutines<?, ? extends Command> coroutines;
    private final Alarm alarm;
    private final MessageConsumer<Requests> messages;

    /** Opens the address; to be called on the owner's event loop. */
    public Inbox(Vertx vertx, String address, Coroutines<?, ? extends Command> coroutines) {
        this.coroutines = coroutines;
        this.alarm = new Alarm(vertx, coroutines);
        this.messages = vertx.eventBus().localConsumer(address, this::receive);
    }

    /** Completes when the address is known on the bus. */
    public Future<Void> opened() {
        return messages.completion();
    }

    private void receive(Message<Requests> message) {
        coroutines.receive(message.body());
        alarm.set();
    }

    public Future<Void> close() {
        alarm.cancel();
        return messages.unregister();
    }
}
