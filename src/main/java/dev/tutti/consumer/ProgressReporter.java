package dev.tutti.consumer;

import dev.tutti.command.Command;
import dev.tutti.command.ItemCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the owner of the queue the progress of the item that a slot runs. While the item runs, at most one TOUCH is on
 * its way, and each is sent {@link #INTERVAL_MILLIS} or more after the one before. Of what the item tells meanwhile,
 * the last is sent. Used on the consumer's event loop only.
 */
final class ProgressReporter {

    private static final Logger log = LoggerFactory.getLogger(ProgressReporter.class);
    /** A task may tell its progress a million times a second, which must not keep the owner and the journal busy. */
    private static final long INTERVAL_MILLIS = 100;
    /** The time after which a progress is told again for which the owner had no room. */
    private static final long RETRY_MILLIS = 1000;

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Consumer<Command> owner;

    /** The item that runs, or null. */
    private DeliveredItem item;
    /** The progress of the last TOUCH. Null if there was none for this item. */
    private byte[] sent;
    /** The number of TOUCHes that the owner has not answered. */
    private int unanswered;
    /** Runs until the next TOUCH may be sent. */
    private long timer = NO_TIMER;

    /** @param owner sends a command to the owner */
    ProgressReporter(Vertx vertx, Consumer<Command> owner) {
        this.vertx = vertx;
        this.owner = owner;
    }

    /** The item runs from now on. */
    void begin(DeliveredItem next) {
        item = next;
    }

    /** Tells the item's progress now, or as soon as the next TOUCH may be sent. Ignores an item that has ended. */
    void tell(DeliveredItem told) {
        if (told == item && unanswered == 0 && timer == NO_TIMER) {
            send();
        }
    }

    private void send() {
        byte[] progress = item.takeProgress();
        if (progress != null) {
            sent = progress;
            unanswered++;
            owner.accept(new ItemCommand.Touch(
                    item.queue(), item.id(), progress, ItemCommand.SAME_LEASE, QueueCommand.ANY_ATTEMPT));
            pause(INTERVAL_MILLIS);
        }
    }

    /** Sends no other TOUCH for so long, while the item runs. */
    private void pause(long millis) {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(millis, over -> {
            timer = NO_TIMER;
            tell(item);
        });
    }

    /** The item ends, and may come back: tells its last progress. */
    void end() {
        if (item != null) {
            send();
            forget();
        }
    }

    /** Tells nothing more of the item. */
    void forget() {
        item = null;
        sent = null;
        vertx.cancelTimer(timer);
        timer = NO_TIMER;
    }

    /** Whether the next reply of the owner answers a TOUCH. */
    boolean expectsReply() {
        return unanswered > 0;
    }

    void replied(Reply reply) {
        unanswered--;
        if (item == null) {
            return;
        }
        if (Refusal.isFull(reply)) {
            item.putBack(sent);
            pause(RETRY_MILLIS);
        } else {
            if (reply != Reply.OK) {
                log.debug("queue {}: the owner refused the progress of item {}: {}", item.queue(), item.id(), reply);
            }
            tell(item);
        }
    }
}
