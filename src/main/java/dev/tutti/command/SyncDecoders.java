package dev.tutti.command;

import static dev.tutti.command.CommandGroup.SYNC;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of the {@link CommandTable} for EVENT, LOCK, SEMAPHORE, CONDITION and BARRIER, with their decoders. */
final class SyncDecoders {

    private static final int NO_LIMIT = 0;
    private static final long NO_LEASE = 0;

    private SyncDecoders() {}

    static List<CommandSpec> specs() {
        return Stream.of(eventSpecs(), lockSpecs(), semaphoreSpecs(), conditionSpecs(), barrierSpecs())
                .flatMap(List::stream)
                .toList();
    }

    private static CommandSpec read(
            String name, String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, subcommand, SYNC, Access.READ, syntax, summary, decoder);
    }

    private static CommandSpec write(
            String name, String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, subcommand, SYNC, Access.WRITE, syntax, summary, decoder);
    }

    /** Reads the optional token at the end of a command. */
    private static long token(Words words) {
        return words.hasMore() ? words.token() : SyncCommand.NO_TOKEN;
    }

    /** Reads the LEASE at the end of TOUCH. */
    private static long newLease(Words words) {
        long lease = words.option("LEASE") ? words.millis("LEASE") : SyncCommand.SAME_LEASE;
        if (words.hasMore()) {
            throw words.unknownOption();
        }
        return lease;
    }

    // ---- EVENT

    private static List<CommandSpec> eventSpecs() {
        return List.of(
                write(
                        "EVENT",
                        "SET",
                        "e",
                        "Sets an event and wakes all its waiters",
                        w -> new EventCommand.Set(w.name())),
                write("EVENT", "CLEAR", "e", "Clears an event", w -> new EventCommand.Clear(w.name())),
                read("EVENT", "WAIT", "e [TIMEOUT ms]", "Waits until an event is set", w -> awaitEvent(w)),
                read("EVENT", "IS_SET", "e", "Tells if an event is set", w -> new EventCommand.IsSet(w.name())));
    }

    private static Command awaitEvent(Words words) {
        return new EventCommand.Wait(words.name(), words.onlyTimeout());
    }

    // ---- LOCK

    private static List<CommandSpec> lockSpecs() {
        return List.of(
                write(
                        "LOCK",
                        "ACQUIRE",
                        "l [TIMEOUT ms] [LEASE ms [DETACHED]]",
                        "Acquires a lock; waits until it is free",
                        w -> acquireLock(w)),
                write(
                        "LOCK",
                        "ACQUIREALL",
                        "n l [l ...] [TIMEOUT ms] [LEASE ms [DETACHED]]",
                        "Acquires n locks together; waits until all are free",
                        w -> acquireAll(w)),
                write("LOCK", "RELEASE", "l [token]", "Releases a lock", w -> releaseLock(w)),
                write("LOCK", "TOUCH", "l token [LEASE ms]", "Restarts the lease of a lock", w -> touchLock(w)),
                read("LOCK", "LOCKED", "l", "Tells if a lock is held", w -> new LockCommand.Locked(w.name())));
    }

    private static Command acquireLock(Words words) {
        return acquireLocks(List.of(words.name()), words, false);
    }

    private static Command acquireAll(Words words) {
        Set<String> names = new HashSet<>();
        List<String> locks = words.counted("lock name", () -> {
            String name = words.name();
            if (!names.add(name)) {
                throw Refusal.malformed("lock " + name + " is named twice");
            }
            return name;
        });
        return acquireLocks(locks, words, true);
    }

    private static Command acquireLocks(List<String> names, Words words, boolean together) {
        long timeout = Command.NO_TIMEOUT;
        long lease = NO_LEASE;
        boolean detached = false;
        while (words.hasMore()) {
            if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (words.option("LEASE")) {
                lease = words.millis("LEASE");
            } else if (words.option("DETACHED")) {
                detached = true;
            } else {
                throw words.unknownOption();
            }
        }
        checkDetached(detached, lease);
        return together
                ? new LockCommand.AcquireAll(names, timeout, lease, detached, null)
                : new LockCommand.Acquire(names.get(0), timeout, lease, detached);
    }

    private static void checkDetached(boolean detached, long lease) {
        if (detached && lease == NO_LEASE) {
            throw Refusal.malformed("DETACHED needs a LEASE above 0");
        }
    }

    private static Command releaseLock(Words words) {
        return new LockCommand.Release(words.name(), token(words));
    }

    private static Command touchLock(Words words) {
        return new LockCommand.Touch(words.name(), words.token(), newLease(words));
    }

    // ---- SEMAPHORE

    private static List<CommandSpec> semaphoreSpecs() {
        return List.of(
                write(
                        "SEMAPHORE",
                        "ACQUIRE",
                        "s [LIMIT n] [PERMITS n] [TIMEOUT ms] [LEASE ms [DETACHED]]",
                        "Acquires a permit, or n together; waits until they are free",
                        w -> acquirePermit(w)),
                write("SEMAPHORE", "RELEASE", "s [token]", "Releases the permits of a token", w -> releasePermit(w)),
                write("SEMAPHORE", "TOUCH", "s token [LEASE ms]", "Restarts the lease of permits", w -> touchPermit(w)),
                read("SEMAPHORE", "VALUE", "s", "Counts the free permits", w -> new SemaphoreCommand.Value(w.name())));
    }

    private static Command acquirePermit(Words words) {
        String name = words.name();
        int limit = NO_LIMIT;
        int permits = 1;
        long timeout = Command.NO_TIMEOUT;
        long lease = NO_LEASE;
        boolean detached = false;
        while (words.hasMore()) {
            if (words.option("LIMIT")) {
                limit = words.count("LIMIT", 1);
            } else if (words.option("PERMITS")) {
                permits = words.count("PERMITS", 1);
            } else if (words.option("TIMEOUT")) {
                timeout = words.millis("TIMEOUT");
            } else if (words.option("LEASE")) {
                lease = words.millis("LEASE");
            } else if (words.option("DETACHED")) {
                detached = true;
            } else {
                throw words.unknownOption();
            }
        }
        checkDetached(detached, lease);
        return new SemaphoreCommand.Acquire(name, limit, permits, timeout, lease, detached);
    }

    private static Command releasePermit(Words words) {
        return new SemaphoreCommand.Release(words.name(), token(words));
    }

    private static Command touchPermit(Words words) {
        return new SemaphoreCommand.Touch(words.name(), words.token(), newLease(words));
    }

    // ---- CONDITION

    private static List<CommandSpec> conditionSpecs() {
        return List.of(
                write(
                        "CONDITION",
                        "ACQUIRE",
                        "c [TIMEOUT ms]",
                        "Acquires a condition's lock",
                        w -> acquireCondition(w)),
                write("CONDITION", "RELEASE", "c [token]", "Releases a condition's lock", w -> releaseCondition(w)),
                read(
                        "CONDITION",
                        "LOCKED",
                        "c",
                        "Tells if a condition's lock is held",
                        w -> new ConditionCommand.Locked(w.name())),
                write(
                        "CONDITION",
                        "WAIT",
                        "c [TIMEOUT ms]",
                        "Releases the lock, waits to be notified, acquires it again",
                        w -> awaitCondition(w)),
                write("CONDITION", "NOTIFY", "c [n]", "Wakes one waiter, or up to n", w -> wake(w)),
                write("CONDITION", "NOTIFY_ALL", "c", "Wakes all waiters", w -> wakeAll(w)));
    }

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
        return new ConditionCommand.Notify(name, count);
    }

    private static Command wakeAll(Words words) {
        return new ConditionCommand.Notify(words.name(), ConditionCommand.ALL);
    }

    // ---- BARRIER

    private static List<CommandSpec> barrierSpecs() {
        return List.of(
                write(
                        "BARRIER",
                        "WAIT",
                        "b PARTIES n [TIMEOUT ms]",
                        "Waits until n parties have come",
                        w -> awaitBarrier(w)),
                write(
                        "BARRIER",
                        "ABORT",
                        "b",
                        "Breaks a barrier until it is reset",
                        w -> new BarrierCommand.Abort(w.name())),
                write(
                        "BARRIER",
                        "RESET",
                        "b",
                        "Resets a barrier; its waiters fail",
                        w -> new BarrierCommand.Reset(w.name())),
                read("BARRIER", "STATE", "b", "Shows the state of a barrier", w -> new BarrierCommand.State(w.name())));
    }

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
                throw words.unknownOption();
            }
        }
        if (parties == 0) {
            throw Refusal.malformed("syntax error, expected PARTIES n");
        }
        return new BarrierCommand.Wait(name, parties, timeout);
    }
}
