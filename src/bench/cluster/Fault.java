import java.util.List;
import java.util.stream.Stream;

/** A kind of fault. {@link Faults} carries it out. */
enum Fault {
    KILL_LEADER("leader killed", false, (faults, leader) -> faults.killed(leader, true)),
    KILL_FOLLOWER("follower killed", false, (faults, leader) -> faults.killed(faults.follower(leader), false)),
    KILL_TWICE("leader killed, and the next one too", false, Faults::killedTwice),
    KILL_ALL("all killed", false, Faults::allKilled),
    TERMINATE_LEADER("leader stopped in order", false, Faults::terminated),
    PAUSE_LEADER("leader halted for a while", false, (faults, leader) -> faults.paused(leader, true)),
    PAUSE_FOLLOWER("follower halted for a while", false, (faults, leader) -> faults.paused(faults.follower(leader), false)),
    CUT_LEADER("leader cut off", true, (faults, leader) -> faults.cut(leader, true, true, true)),
    CUT_FOLLOWER("follower cut off", true, (faults, leader) -> faults.cut(faults.follower(leader), true, true, false)),
    MUTE_LEADER("leader not heard", true, (faults, leader) -> faults.cut(leader, true, false, true)),
    DEAF_LEADER("leader hears nobody", true, (faults, leader) -> faults.cut(leader, false, true, true)),
    MUTE_FOLLOWER("follower not heard", true, (faults, leader) -> faults.cut(faults.follower(leader), true, false, false)),
    DEAF_FOLLOWER("follower hears nobody", true, (faults, leader) -> faults.cut(faults.follower(leader), false, true, false)),
    CUT_ONE_LINK("leader and one follower cut apart", true, Faults::cutApart),
    SLOW_LINKS("all links lossy and slow", true, (faults, leader) -> faults.slowed()),
    FULL_DISK_OF_LEADER("disk of leader full", true, (faults, leader) -> faults.filled(leader)),
    FULL_DISK_OF_FOLLOWER("disk of follower full", true, (faults, leader) -> faults.filled(faults.follower(leader))),
    EMPTY_DISK("disk of follower emptied", false, Faults::emptied),
    LONG_PAUSE("leader halted for 32 s", false, Faults::pausedForLong);

    /** Carries it out, and heals it. */
    interface Action {
        void run(Faults faults, Node leader) throws Exception;
    }

    final String text;
    private final boolean needsNamespaces;
    final Action action;

    Fault(String text, boolean needsNamespaces, Action action) {
        this.text = text;
        this.needsNamespaces = needsNamespaces;
        this.action = action;
    }

    /** Those that are possible here. */
    static List<Fault> all(boolean hasNamespaces) {
        return Stream.of(values()).filter(fault -> hasNamespaces || !fault.needsNamespaces).toList();
    }
}
