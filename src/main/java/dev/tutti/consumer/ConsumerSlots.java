package dev.tutti.consumer;

import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Signal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The places that one consumer instance has for items, and which of them ask the owner of the queue for one. */
final class ConsumerSlots {

    private static final long NO_PLACE = 0;

    private final Context context;
    private final String queue;
    private final RequestSender owner;
    private final String replyTo;
    private final TaskRunner runner;
    private final Map<Long, ConsumerSlot> byId = new HashMap<>();
    private final ArrayDeque<ConsumerSlot> idle = new ArrayDeque<>();
    private final Promise<Void> closed = Promise.promise();
    private int asking;
    private boolean sending;
    /** How many may still wait for the owner, once it is closed. */
    private int waiting;

    /** @param replyTo where the owner's replies come from, which is where it is to send them */
    ConsumerSlots(Context context, String queue, RequestSender owner, String replyTo, TaskRunner runner) {
        this.context = context;
        this.queue = queue;
        this.owner = owner;
        this.replyTo = replyTo;
        this.runner = runner;
        runner.onRoom(this::ask);
    }

    String queue() {
        return queue;
    }

    TaskRunner runner() {
        return runner;
    }

    /** @param ids positive and unique in the server */
    void open(int count, LongSupplier ids) {
        for (int i = 0; i < count; i++) {
            ConsumerSlot slot = new ConsumerSlot(ids.getAsLong(), this, context.owner());
            byId.put(slot.id(), slot);
            send(slot, new Signal.Named("consumer-of-" + queue));
            idle.add(slot);
        }
        ask();
    }

    /** Has idle places ask for an item, as far as there is room to run one. */
    private void ask() {
        while (!idle.isEmpty() && asking < runner.capacity()) {
            ConsumerSlot slot = idle.poll();
            asking++;
            send(slot, new QueueCommand.Consume(queue));
        }
    }

    /** What it asked for has been answered. */
    void answered() {
        asking--;
    }

    /** It has nothing to do, and may ask. */
    void idle(ConsumerSlot slot) {
        idle.add(slot);
        ask();
    }

    void send(ConsumerSlot slot, Command command) {
        owner.add(slot.id(), command);
        if (!sending) {
            sending = true;
            context.runOnContext(turnEnds -> {
                sending = false;
                owner.flush();
            });
        }
    }

    void receive(Replies replies) {
        for (int i = 0; i < replies.size(); i++) {
            ConsumerSlot slot = byId.get(replies.coroutine(i));
            if (slot == null) {
                withdrawn();
            } else {
                slot.receive(replies.reply(i));
            }
        }
    }

    /** Once nothing runs any more: completes when the owner has answered all that it was asked, and delivers nothing. */
    Future<Void> close() {
        waiting = byId.size();
        byId.values().forEach(slot -> send(slot, new Signal.Unblock(false, replyTo, NO_PLACE)));
        return closed.future();
    }

    private void withdrawn() {
        waiting--;
        if (waiting == 0) {
            closed.complete();
        }
    }
}
