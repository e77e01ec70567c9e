package dev.tutti.command;

import dev.tutti.config.Role;
import dev.tutti.config.User;

/** The users that may send a command, as far as its names are theirs. */
public enum Access {
    /** All users, since the command changes nothing, or nothing but its own connection. */
    READ(Role.READ),
    /** Those who may use all names, since the command shows things of any name. */
    READ_ALL(Role.READ),
    /** Those who may use queues, tasks, locks and their kin. */
    WRITE(Role.WRITE),
    /** Those who administer the server. */
    ADMIN(Role.ADMIN);

    private final Role role;

    Access(Role role) {
        this.role = role;
    }

    /** The least role of these users. */
    public Role role() {
        return role;
    }

    /** Whether a user has the role. */
    boolean includesRoleOf(User user) {
        return user.allows(role);
    }

    /** Whether a user's names are enough, apart from those that the command itself has. */
    boolean includesNamesOf(User user) {
        return this != READ_ALL || user.names().areAll();
    }
}
