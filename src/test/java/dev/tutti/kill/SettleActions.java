package dev.tutti.kill;

import java.util.List;

/** What a client does with the items that it has, and with those that somebody has on a detached lease. */
final class SettleActions {

    private static final int ATTEMPTS = 3;
    /** Four fifths of the backoff of 20 ms, which is spread by up to a fifth. */
    private static final int LEAST_BACKOFF = 16;

    private final Caller caller;
    private final List<InHand> inHand;
    private final PutActions puts;

    /** @param inHand the client's items */
    SettleActions(Caller caller, List<InHand> inHand) {
        this.caller = caller;
        this.inHand = inHand;
        this.puts = new PutActions(caller);
    }

    void settleOne() {
        InHand detached = caller.dice(4) == 0 ? caller.histories.takeDetached(caller.random) : null;
        if (detached != null) {
            settle(detached);
        } else if (!inHand.isEmpty()) {
            settle(inHand.remove(caller.dice(inHand.size())));
        }
    }

    private void keep(InHand item) {
        if (item.isDetached()) {
            caller.histories.addDetached(item);
        } else {
            inHand.add(item);
        }
    }

    private void settle(InHand item) {
        int dice = caller.dice(20);
        if (item.queue() == KillQueue.RAW && dice < 10 && !caller.histories.memoryIsShort()) {
            handOn(item);
        } else if (dice < 10) {
            done(item);
        } else if (item.queue().isOrdered() || item.queue() == KillQueue.RAW) {
            keep(item);
        } else if (dice < 12 && item.queue() == KillQueue.TASKS) {
            end(item, "QUEUE FAIL", "no-" + item.id(), "FAILED no-" + item.id());
        } else if (dice < 14) {
            release(item);
        } else if (dice < 17 && item.queue() == KillQueue.RETRIED) {
            failRetried(item);
        } else if (dice < 17 && item.queue().family.equals("moved")) {
            failLater(item);
        } else {
            touch(item);
        }
    }

    // ---- the end

    /** Finishes all items, those on detached leases included, which the client has got again. */
    void endAll() {
        caller.histories.forgetDetached();
        inHand.forEach(this::done);
    }

    private void done(InHand item) {
        end(item, "QUEUE DONE", "done-" + item.id(), "done-" + item.id());
    }

    private void end(InHand item, String command, String argument, String end) {
        TaskHistory tasks = item.queue() == KillQueue.TASKS ? caller.histories.tasks() : new TaskHistory();
        caller.histories.settling(item);
        caller.histories.ending(item.id(), item.queue() == KillQueue.UNIQUE);
        tasks.ending(item.id(), end);
        String line = command + " " + item.place() + " " + argument + item.option();
        String reply = caller.say(line);
        if (reply.equals("OK")) {
            caller.histories.ended(item.id(), item.queue() == KillQueue.UNIQUE);
            tasks.ended(item.id(), end);
        } else {
            caller.histories.notEnded(item.id(), item.queue() == KillQueue.UNIQUE);
            tasks.notEnded(item.id(), end);
            checkLost(item, line, reply);
        }
    }

    /** A client may only lose items that have a short lease or that can be cancelled. */
    private void checkLost(InHand item, String line, String reply) {
        boolean leased = item.queue() == KillQueue.LEASED && !item.isDetached() && reply.startsWith("NOITEM ");
        boolean cancelled = item.queue().isCancelled() && reply.startsWith("CANCELLED ");
        if (!leased && !cancelled) {
            caller.unexpected(line, reply);
        }
    }

    /** Ends an item and puts the next one, in one transaction. */
    private void handOn(InHand item) {
        TrackedItem next = puts.newItem(KillQueue.COOKED);
        next.delay = 0;
        caller.histories.settling(item);
        caller.history().handingOn(item.id(), next);
        String done = "QUEUE DONE " + item.place();
        List<?> replies = caller.transaction(done, "QUEUE PUT " + KillQueue.COOKED.key + " " + next.body);
        if (!replies.get(0).equals("OK") || !(replies.get(1) instanceof Long)) {
            caller.unexpected(done + " in a transaction", replies.toString());
            return;
        }
        caller.history().handedOn(item.id());
        caller.history().ended(item.id());
        caller.history().put(next.body, (Long) replies.get(1));
    }

    // ---- another attempt

    private void release(InHand item) {
        long delay = caller.random.nextBoolean() ? 0 : caller.delay();
        giveBack(item, "QUEUE RELEASE " + item.place() + (delay == 0 ? "" : " DELAY " + delay) + item.option(), delay);
    }

    /** Fails an item that has several attempts, unless it says otherwise. */
    private void failRetried(InHand item) {
        int dice = caller.dice(4);
        long delay = caller.delay();
        boolean isLast = item.attempt() >= ATTEMPTS;
        String how = dice == 0 ? " DELAY " + delay : dice == 1 ? " RETRY no" : "";
        long backoff = LEAST_BACKOFF << (item.attempt() - 1);
        fail(item, how, isLast || dice == 1 ? 0 : dice == 0 ? delay : backoff);
    }

    /** Fails an item for which one failure would be the last. */
    private void failLater(InHand item) {
        long delay = caller.delay();
        boolean isDelayed = caller.random.nextBoolean();
        fail(item, isDelayed ? " DELAY " + delay : " RETRY yes", isDelayed ? delay : 0);
    }

    private void fail(InHand item, String how, long delay) {
        String message = "no-" + caller.name + "-" + caller.dice(1_000_000);
        Possible<String> error = caller.history().item(item.id()).error;
        int request = error.asking(message);
        if (giveBack(item, "QUEUE FAIL " + item.place() + " " + message + how + item.option(), delay)) {
            error.done(request, message);
        } else {
            error.refused(request);
        }
    }

    /** @param delay until it may be delivered again, if it may */
    private boolean giveBack(InHand item, String line, long delay) {
        caller.histories.settling(item);
        int change = caller.history().delaying(item.id());
        long since = caller.history().nanoTime();
        String reply = caller.say(line);
        boolean isBack = reply.equals("OK");
        caller.history().delayed(item.id(), change, since, isBack ? delay : 0);
        if (!isBack) {
            checkLost(item, line, reply);
        }
        return isBack;
    }

    // ---- the same attempt

    private void touch(InHand item) {
        Possible<String> progress = caller.history().item(item.id()).progress;
        String next = "at-" + caller.name + "-" + caller.dice(1_000_000);
        int request = progress.asking(next);
        String line = "QUEUE TOUCH " + item.place() + " " + next + item.option();
        String reply = caller.say(line);
        if (reply.equals("OK")) {
            progress.done(request, next);
            keep(item);
        } else {
            progress.refused(request);
            if (Caller.isFull(reply)) {
                keep(item);
            } else {
                checkLost(item, line, reply);
            }
        }
    }
}
