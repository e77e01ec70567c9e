package dev.tutti.kill;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A client that sends random commands and records its requests and their replies, until the connection breaks. */
final class RandomClient implements Runnable {

    private final Caller caller;
    private final PutActions puts;
    private final GetActions gets;
    private final SettleActions settles;
    private final PendingActions pending;
    private final TaskActions tasks;
    private final RegisterActions registers;

    RandomClient(Caller caller) {
        List<InHand> inHand = new ArrayList<>();
        this.caller = caller;
        this.puts = new PutActions(caller);
        this.gets = new GetActions(caller, inHand);
        this.settles = new SettleActions(caller, inHand);
        this.pending = new PendingActions(caller);
        this.tasks = new TaskActions(caller, inHand);
        this.registers = new RegisterActions(caller);
    }

    @Override
    public void run() {
        try {
            while (true) {
                act();
            }
        } catch (UncheckedIOException cutOff) {
            if (!caller.isEnding()) {
                caller.history().violation(caller.name + " was cut off before the end: " + cutOff);
            }
        } catch (RuntimeException bug) {
            caller.history().violation(caller.name + " failed: " + bug + " at " + bug.getStackTrace()[0]);
        } finally {
            caller.close();
        }
    }

    private void act() {
        int dice = caller.dice(100);
        if (dice < 18) {
            puts.put(caller.any(KillQueue.all(KillQueue::takesPuts)), 1 + caller.dice(3));
        } else if (dice < 35) {
            gets.get();
        } else if (dice < 41) {
            gets.getAny();
        } else if (dice < 75) {
            settles.settleOne();
        } else if (dice < 83) {
            pending.act();
        } else if (dice < 89) {
            tasks.act();
        } else {
            registers.act();
        }
    }
}
