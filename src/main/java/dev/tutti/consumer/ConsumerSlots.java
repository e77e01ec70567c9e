package dev.tutti.consumer;

import dev.tutti.bus.Caller;
import dev.tutti.command.Command;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The slots of one consumer instance. Idle slots ask the owner of the queue for items, but never for more than the
 * {@link TaskSupervisor} can run. Used on the consumer's event loop only.
 */
final class ConsumerSlots {

    /** The answers to the withdrawals are not for a slot. */
    private final class Withdrawals implements Caller {

        @Override
        public void replied(Reply reply) {
            withdrawn();
        }

        @Override
        public void told(Notice notice) {
            withdrawn();
        }
    }

    private final Context context;
    private final ContextExecutor executor;
    private final String queue;
    private final SlotOwner owner;
    private final Caller withdrawals = new Withdrawals();
    private final TaskSupervisor supervisor;
    private final Map<Long, ConsumerSlot> slots = new HashMap<>();
    private final ArrayDeque<ConsumerSlot> idle = new ArrayDeque<>();
    private final Promise<Void> closed = Promise.promise();
    /** The number of slots that have asked for an item and have no reply yet. */
    private int asking;
    /** True while commands wait for the end of the event loop's turn, when they are sent. */
    private boolean flushing;
    /** The number of slots that {@link #close} has not withdrawn yet. */
    private int toWithdraw;
    /** Whether no slot asks for items any more. */
    private boolean retiring;
    /** The number of slots that the owner has answered since. */
    private int retirements;

    ConsumerSlots(Context context, String queue, SlotOwner owner, TaskSupervisor supervisor) {
        this.context = context;
        this.executor = new ContextExecutor(context);
        this.queue = queue;
        this.owner = owner;
        this.supervisor = supervisor;
        supervisor.onCapacity(this::ask);
    }

    String queue() {
        return queue;
    }

    TaskSupervisor supervisor() {
        return supervisor;
    }

    /** @param ids positive and unique in the server */
    void open(int count, LongSupplier ids) {
        for (int i = 0; i < count; i++) {
            ConsumerSlot slot = new ConsumerSlot(ids.getAsLong(), this, context.owner());
            slots.put(slot.id(), slot);
            send(slot, new Signal.Named("consumer-of-" + queue));
            idle.add(slot);
        }
        ask();
    }

    /** Lets idle slots ask for items, as many as can be run now. */
    private void ask() {
        while (!retiring && !idle.isEmpty() && asking < supervisor.capacity()) {
            ConsumerSlot slot = idle.poll();
            asking++;
            send(slot, new QueueCommand.Consume(queue));
        }
    }

    /** A slot has the reply to its request for an item. */
    void answered() {
        asking--;
    }

    /** A slot may ask for an item as soon as one can be run. */
    void idle(ConsumerSlot slot) {
        idle.add(slot);
        ask();
    }

    /** Sends a command of a slot at the end of this turn of the event loop, with the other commands of the turn. */
    void send(ConsumerSlot slot, Command command) {
        owner.add(slot.id(), command);
        flushLater();
    }

    private void flushLater() {
        if (!flushing) {
            flushing = true;
            context.runOnContext(turnEnds -> {
                flushing = false;
                owner.flush();
            });
        }
    }

    /** Runs code on this consumer's event loop, in a later turn. Safe to call from any thread. */
    void later(Runnable code) {
        executor.execute(code);
    }

    /** The receiver of the owner's replies to a slot. */
    Caller caller(long slot) {
        ConsumerSlot found = slots.get(slot);
        return found == null ? withdrawals : found;
    }

    /** Lets no slot ask for an item any more, and withdraws the requests. A slot that has an item goes on with it. */
    void retire() {
        retiring = true;
        supervisor.retire();
        withdrawAll();
    }

    private void withdrawAll() {
        slots.keySet().forEach(owner::withdraw);
        flushLater();
    }

    /** Whether all slots have retired: none has an item, or may still get one. */
    boolean isIdle() {
        return retirements == slots.size() && asking == 0 && idle.size() == slots.size();
    }

    /**
     * Withdraws all requests for items. To be called when no item runs any more. Completes when the owner has answered
     * all commands and will deliver nothing.
     */
    Future<Void> close() {
        toWithdraw = slots.size();
        if (toWithdraw == 0) {
            closed.complete(); // it was never opened
        }
        withdrawAll();
        return closed.future();
    }

    private void withdrawn() {
        if (retiring && retirements < slots.size()) {
            retirements++;
            return;
        }
        toWithdraw--;
        if (toWithdraw == 0) {
            giveBack();
            closed.complete();
        }
    }

    /** Of a server that goes on. After a stop of the server, the items go back at the next start. */
    private void giveBack() {
        if (retiring) {
            slots.keySet().forEach(id -> owner.add(id, new Signal.Quit()));
            owner.add(SlotOwner.NO_SLOT, new Signal.Gone());
            owner.flush();
        }
    }
}
