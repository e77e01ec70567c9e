package dev.tutti.kill;

import dev.tutti.config.Names;
import dev.tutti.kill.Register.Kind;
import java.util.List;
import java.util.Set;

/** The changes of a client's own event, queue and schedule, and of locks and permits that belong to their tokens. */
final class RegisterActions {

    private static final String LEASE = " LEASE 36000000";
    private static final String DETACHED = LEASE + " DETACHED";
    private static final int OWNERS = 2;
    private static final List<String> TIMES =
            List.of("EVERY 36000000", "EVERY 72000000", "CRON @yearly", "CRON @monthly");

    private final Caller caller;

    RegisterActions(Caller caller) {
        this.caller = caller;
    }

    void act() {
        switch (caller.dice(8)) {
            case 0 -> event();
            case 1 -> alter();
            case 2 -> pause();
            case 3 -> schedule();
            case 4 -> acquire(Kind.LOCK);
            case 5 -> acquire(Kind.PERMITS);
            case 6 ->
                acquire(caller.histories.memoryIsShort() || caller.random.nextBoolean() ? Kind.LOCKS : Kind.MIXED);
            default -> useTokens();
        }
    }

    private Possible<String> own(Kind kind, String name) {
        return caller.histories.register(new Register(kind, name));
    }

    /** Sends a command that gives a register this value. */
    private void set(Possible<String> register, String value, String line) {
        int request = register.asking(value);
        String reply = caller.say(line);
        if (reply.equals("OK")) {
            register.done(request, value);
        } else {
            register.refused(request);
            if (!Caller.isFull(reply)) {
                caller.unexpected(line, reply);
            }
        }
    }

    // ---- what has the client's name

    private void event() {
        boolean isSet = caller.random.nextBoolean();
        set(
                own(Kind.EVENT, caller.name),
                isSet ? Register.ON : Register.OFF,
                (isSet ? "EVENT SET " : "EVENT CLEAR ") + caller.name);
    }

    private void alter() {
        String queue = queueOfSettings(caller.name);
        String settings = settings();
        set(own(Kind.SETTINGS, queue), settings, "QUEUE ALTER " + queue + " " + settings);
    }

    /** The name of a client's queue that has many settings. */
    static String queueOfSettings(String client) {
        return "settings-" + client;
    }

    /** The name of a client's queue that is paused now and then. */
    static String queueOfPauses(String client) {
        return "pauses-" + client;
    }

    private String settings() {
        return "MAXSIZE " + caller.dice(1000) + " LEASE " + (1 + caller.dice(1000))
                + " ATTEMPTS " + caller.dice(5) + " DETACHED " + (caller.random.nextBoolean() ? "yes" : "no")
                + " BACKOFF " + caller.dice(100) + " MAXBACKOFF " + (100 + caller.dice(1000))
                + " CONCURRENCY " + caller.dice(5) + " RATE " + (1 + caller.dice(9)) + " PER " + (1 + caller.dice(1000))
                + " EXPIRES " + caller.dice(1000) + " DEADSIZE " + caller.dice(9) + " DEADAGE " + caller.dice(1000)
                + " GROUPLIMIT " + caller.dice(4);
    }

    private void pause() {
        String queue = queueOfPauses(caller.name);
        if (caller.random.nextBoolean()) {
            String duration = caller.random.nextBoolean() ? "" : " FOR 36000000";
            set(own(Kind.PAUSE, queue), Register.ON, "QUEUE PAUSE " + queue + duration);
        } else {
            set(own(Kind.PAUSE, queue), Register.OFF, "QUEUE RESUME " + queue);
        }
    }

    private void schedule() {
        Possible<String> register = own(Kind.SCHEDULE, caller.name);
        if (caller.dice(3) == 0) {
            set(register, Register.OFF, "SCHEDULE DELETE " + caller.name);
        } else {
            String times = caller.any(TIMES);
            String queue = "scheduled-" + caller.dice(3);
            set(register, queue + " " + times, "SCHEDULE SET " + caller.name + " " + queue + " item " + times);
        }
    }

    // ---- what belongs to a token

    private void acquire(Kind kind) {
        String name = caller.histories.newName(caller.name);
        Register register = new Register(kind, name);
        Possible<String> state = caller.histories.register(register);
        boolean isWhole = kind != Kind.LOCKS
                || Names.owner(RegisterReader.first(name), OWNERS) == Names.owner(RegisterReader.second(name), OWNERS);
        int request = isWhole ? state.asking(Register.ON) : state.asking(Set.of(Register.ON, Register.PARTLY));
        List<?> tokens = acquire(kind, name);
        if (tokens == null) {
            state.refused(request);
        } else {
            state.done(request, Register.ON);
            caller.histories.addTokens(new Tokens(register, tokens));
        }
    }

    /** Null if the memory is used up. */
    private List<?> acquire(Kind kind, String name) {
        if (kind == Kind.MIXED) {
            List<?> replies =
                    caller.transaction("EVENT SET " + name, "QUEUE PAUSE " + name, "LOCK ACQUIRE " + name + DETACHED);
            return tokens("a transaction", replies.subList(2, 3));
        }
        String line = switch (kind) {
            case LOCK -> "LOCK ACQUIRE " + name + DETACHED;
            case PERMITS -> "SEMAPHORE ACQUIRE " + name + " LIMIT 5 PERMITS 2" + DETACHED;
            default -> "LOCK ACQUIREALL 2 " + RegisterReader.first(name) + " " + RegisterReader.second(name) + DETACHED;
        };
        Object reply = caller.ask(line);
        return tokens(line, reply instanceof List<?> several ? several : List.of(reply));
    }

    private List<?> tokens(String line, List<?> replies) {
        if (replies.stream().allMatch(Long.class::isInstance)) {
            return replies;
        } else if (!Caller.isFull(Caller.text(replies.get(0)))) {
            caller.unexpected(line, replies.toString());
        }
        return null;
    }

    /** Begins a lease again, or releases what is held. */
    private void useTokens() {
        Tokens held = caller.histories.takeTokens(caller.random);
        if (held == null) {
            return;
        } else if (caller.random.nextBoolean()) {
            release(held);
        } else {
            sayForEach(held, " TOUCH ", LEASE);
            caller.histories.addTokens(held);
        }
    }

    /** Releases everything whose tokens are known. */
    void releaseAll() {
        for (Tokens held = caller.histories.takeTokens(caller.random);
                held != null;
                held = caller.histories.takeTokens(caller.random)) {
            release(held);
        }
    }

    private void release(Tokens held) {
        Possible<String> state = caller.histories.register(held.register());
        boolean isOne = held.register().kind() != Kind.LOCKS;
        int request = isOne ? state.asking(Register.OFF) : state.asking(Set.of(Register.OFF, Register.PARTLY));
        if (held.register().kind() == Kind.MIXED) {
            String name = held.register().name();
            List<?> replies = caller.transaction(
                    "QUEUE RESUME " + name,
                    "LOCK RELEASE " + name + " " + held.tokens().get(0),
                    "EVENT CLEAR " + name);
            replies.forEach(reply -> expectOkay("a transaction", Caller.text(reply)));
        } else {
            sayForEach(held, " RELEASE ", "");
        }
        state.done(request, Register.OFF);
    }

    /** Sends this command for each of the tokens. */
    private void sayForEach(Tokens held, String verb, String options) {
        String name = held.register().name();
        String family = held.register().kind() == Kind.PERMITS ? "SEMAPHORE" : "LOCK";
        List<String> names = held.register().kind() == Kind.LOCKS
                ? List.of(RegisterReader.first(name), RegisterReader.second(name))
                : List.of(name);
        for (int i = 0; i < names.size(); i++) {
            expectOkay(family + verb + names.get(i) + " " + held.tokens().get(i) + options);
        }
    }

    private void expectOkay(String line) {
        expectOkay(line, caller.say(line));
    }

    private void expectOkay(String line, String reply) {
        if (!reply.equals("OK")) {
            caller.unexpected(line, reply);
        }
    }
}
