package dev.tutti.remote;

import dev.tutti.bus.Caller;
import dev.tutti.client.Item;
import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.ConnectionLost;
import dev.tutti.client.TuttiException.ItemLost;
import dev.tutti.client.TuttiException.ServerFull;
import dev.tutti.command.Command;
import dev.tutti.command.ItemCommand;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** A consumer's slot, and its item at a server elsewhere. The slot's commands are answered in their order. */
final class RemoteSlot {

    private final Caller slot;
    /** The item that the slot has; null if it has none, or if it was finished or lost. */
    private Item item;
    /** The end of the last command. */
    private Future<?> last = Future.succeededFuture();
    /** The server's answer to the last end of the item, if it had no room for it. */
    private Reply full;

    RemoteSlot(Caller slot) {
        this.slot = slot;
    }

    /** Runs this when all commands before have been answered, unless the item is to be reported again first. */
    void whenAnswered(Runnable ask) {
        last.onComplete(answered -> {
            if (full == null) {
                ask.run();
            } else {
                slot.replied(full);
            }
        });
    }

    /** There is no item for the slot. */
    void refused(Reply reply) {
        slot.replied(reply);
    }

    /** @param progress that of an earlier attempt, or null */
    void delivered(Item got, byte[] progress) {
        item = got;
        slot.replied(new Reply.Delivery(null, got.id(), got.body().getBytes(), got.attempt(), progress));
        got.onLost(reason -> {
            if (item == got) {
                slot.told(new Notice.Cancellation(got.id()));
            }
        });
    }

    /** Carries out what a slot says of its item. Everything else is for an owner in this process. */
    void carryOut(Command command) {
        if (command instanceof QueueCommand.Done done) {
            Buffer result = Buffer.buffer(done.result());
            end(item -> item.done(result).recover(refusal -> insteadOf(refusal, item)));
        } else if (command instanceof QueueCommand.Fail fail) {
            String message = new String(fail.failure().message(), StandardCharsets.UTF_8);
            end(item -> item.fail(message));
        } else if (command instanceof ItemCommand.Touch touch) {
            answer(then(() -> item == null ? lost() : item.touch(Buffer.buffer(touch.progress()))));
        }
    }

    private interface End {
        Future<Void> of(Item item);
    }

    private interface Step {
        Future<Void> take();
    }

    /** Takes a step when the commands before are answered. */
    private Future<Void> then(Step step) {
        Future<Void> taken = last.transform(answered -> step.take());
        last = taken;
        return taken;
    }

    private static Future<Void> lost() {
        return Future.failedFuture(new IllegalStateException("the item is not this consumer's any more"));
    }

    /** An item whose result the server does not take for another reason than its memory has failed. */
    private static Future<Void> insteadOf(Throwable refusal, Item item) {
        boolean isOver = refusal instanceof ServerFull
                || refusal instanceof ItemLost
                || refusal instanceof Cancelled
                || refusal instanceof ConnectionLost;
        return isOver
                ? Future.failedFuture(refusal)
                : item.fail("the server refused the result: " + refusal.getMessage());
    }

    private void end(End end) {
        Future<Void> ended = then(() -> item == null ? lost() : end.of(item));
        last = ended.onComplete(answered -> {
            boolean isFull = answered.cause() instanceof ServerFull;
            full = isFull ? reply(answered) : null;
            item = isFull ? item : null;
        });
        answer(last);
    }

    private void answer(Future<?> end) {
        last = end.onComplete(answered -> slot.replied(reply(answered)));
    }

    private static Reply reply(AsyncResult<?> answered) {
        if (answered.succeeded()) {
            return Reply.OK;
        }
        String message = String.valueOf(answered.cause().getMessage());
        return answered.cause() instanceof ServerFull ? Refusal.full(message).reply() : Refusal.error("ERR", message);
    }

    /** Gives back the item, if the slot has one, and never fails. */
    Future<Void> giveBack() {
        return last.transform(answered -> item == null ? Future.succeededFuture() : item.release())
                .transform(released -> Future.succeededFuture());
    }
}
