package dev.tutti.config;

import java.util.Locale;

/** The rights of a user, the smallest first. Each role has the rights of those before it. */
public enum Role {
    /** Sees everything and changes nothing. */
    READ,
    /** Uses queues, tasks, locks and their kin. */
    WRITE,
    /** Administers the server, too. */
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** As the configuration writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
