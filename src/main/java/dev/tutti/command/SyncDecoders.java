package dev.tutti.command;

import static dev.tutti.command.CommandGroup.SYNC;

import java.util.List;

/** EVENT, LOCK and their kin: from words to records. */
final class SyncDecoders {

    private static final int NO_LIMIT = 0;
    private static final long NO_LEASE = 0;

    private SyncDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                row("EVENT", "SET", "e", "Sets a flag; wakes all who wait", w -> new EventCommand.Set(w.name())),
                row("EVENT", "CLEAR", "e", "Clears a flag", w -> new EventCommand.Clear(w.name())),
                row("EVENT", "WAIT", "e [TIMEOUT ms]", "Waits until a flag is set", w -> awaitEvent(w)),
                row("EVENT", "IS_SET", "e", "Whether a flag is set", w -> new EventCommand.IsSet(w.name())),
                row("LOCK", "ACQUIRE", "l [TIMEOUT ms] [LEASE ms]", "Takes a lock; waits for it", w -> acquireLock(w)),
                row("LOCK", "RELEASE", "l [token]", "Gives a lock back", w -> releaseLock(w)),
                row("LOCK", "TOUCH", "l token", "Starts the lease of a lock anew", w -> touchLock(w)),
                row("LOCK", "LOCKED", "l", "Whether a lock is held", w -> new LockCommand.Locked(w.name())),
                row(
                        "SEMAPHORE",
                        "ACQUIRE",
                        "s [LIMIT n] [TIMEOUT ms] [LEASE ms]",
                        "Takes a permit; waits for one",
                        w -> acquirePermit(w)),
                row("SEMAPHORE", "RELEASE", "s [token]", "Gives a permit back", w -> releasePermit(w)),
                row("SEMAPHORE", "TOUCH", "s token", "Starts the lease of a permit anew", w -> touchPermit(w)),
                row("SEMAPHORE", "VALUE", "s", "How many permits are free", w -> new SemaphoreCommand.Value(w.name())),
                row("CONDITION", "ACQUIRE", "c [TIMEOUT ms]", "Takes a condition's lock", w -> acquireCondition(w)),
                row("CONDITION", "RELEASE", "c [token]", "Gives a condition's lock back", w -> releaseCondition(w)),
                row(
                        "CONDITION",
                        "LOCKED",
                        "c",
                        "Whether a condition's lock is held",
                        w -> new ConditionCommand.Locked(w.name())),
                row("CONDITION", "WAIT", "c [TIMEOUT ms]", "Waits to be notified", w -> awaitCondition(w)),
                row("CONDITION", "NOTIFY", "c [n]", "Wakes one who waits, or several", w -> wake(w)),
                row("CONDITION", "NOTIFY_ALL", "c", "Wakes all who wait", w -> wakeAll(w)),
                row("BARRIER", "WAIT", "b PARTIES n [TIMEOUT ms]", "Waits until n are there", w -> awaitBarrier(w)),
                row("BARRIER", "ABORT", "b", "Breaks a barrier", w -> new BarrierCommand.Abort(w.name())),
                row("BARRIER", "RESET", "b", "Makes a barrier as new", w -> new BarrierCommand.Reset(w.name())),
                row("BARRIER", "STATE", "b", "How a barrier stands", w -> new BarrierCommand.State(w.name())));
    }

    private static CommandSpec row(
            String name, String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, subcommand, SYNC, syntax, summary, decoder);
    }

    private static Command awaitEvent(Words words) {
        return new EventCommand.Wait(words.name(), words.onlyTimeout());
    }

    /** The token that ends the command, or none. */
    private static long token(Words words) {
        long token = words.hasMore() ? words.token() : SyncCommand.NO_TOKEN;
        if (words.hasMore()) {
            throw words.unknownOption("nothing more");
        }
        return token;
    }

    // ---- LOCK

    private static Command acquireLock(Words words) {
        String name = words.name();
        long timeout = Command.NO_TIMEOUT;
        long lease = NO_LEASE;
        while (words.hasMore()) {
            if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (words.option("LEASE")) {
                lease = words.millis("LEASE");
            } else {
                throw words.unknownOption("TIMEOUT or LEASE");
            }
        }
        return new LockCommand.Acquire(name, timeout, lease);
    }

    private static Command releaseLock(Words words) {
        return new LockCommand.Release(words.name(), token(words));
    }

    private static Command touchLock(Words words) {
        return new LockCommand.Touch(words.name(), words.token());
    }

    // ---- SEMAPHORE

    private static Command acquirePermit(Words words) {
        String name = words.name();
        int limit = NO_LIMIT;
        long timeout = Command.NO_TIMEOUT;
        long lease = NO_LEASE;
        while (words.hasMore()) {
            if (words.option("LIMIT")) {
                limit = words.count("LIMIT", 1);
            } else if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (words.option("LEASE")) {
                lease = words.millis("LEASE");
            } else {
                throw words.unknownOption("LIMIT, TIMEOUT or LEASE");
            }
        }
        return new SemaphoreCommand.Acquire(name, limit, timeout, lease);
    }

    private static Command releasePermit(Words words) {
        return new SemaphoreCommand.Release(words.name(), token(words));
    }

    private static Command touchPermit(Words words) {
        return new SemaphoreCommand.Touch(words.name(), words.token());
    }

    // ---- CONDITION

    private static Command acquireCondition(Words words) {
        return new ConditionCommand.Acquire(words.name(), words.onlyTimeout());
    }

    private static Command releaseCondition(Words words) {
        return new ConditionCommand.Release(words.name(), token(words));
    }

    private static Command awaitCondition(Words words) {
        return new ConditionCommand.Wait(words.name(), words.onlyTimeout());
    }

    private static Command wake(Words words) {
        String name = words.name();
        int count = words.hasMore() ? words.count("n", 0) : 1;
        if (words.hasMore()) {
            throw words.unknownOption("nothing more");
        }
        return new ConditionCommand.Notify(name, count);
    }

    private static Command wakeAll(Words words) {
        return new ConditionCommand.Notify(words.name(), ConditionCommand.ALL);
    }

    // ---- BARRIER

    private static Command awaitBarrier(Words words) {
        String name = words.name();
        int parties = 0;
        long timeout = Command.NO_TIMEOUT;
        while (words.hasMore()) {
            if (words.option("PARTIES")) {
                parties = words.count("PARTIES", 1);
            } else if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else {
                throw words.unknownOption("PARTIES or TIMEOUT");
            }
        }
        if (parties == 0) {
            throw Refusal.malformed("syntax error, expected PARTIES n");
        }
        return new BarrierCommand.Wait(name, parties, timeout);
    }
}
