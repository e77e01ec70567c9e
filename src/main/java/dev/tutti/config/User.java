package dev.tutti.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Somebody who has a password for the server, and what it is good for. Immutable.
 *
 * @param sha256 the SHA-256 of the password in UTF-8, as hexadecimal digits in lower case; null if any password is
 *     right
 */
public record User(String name, String sha256, Role role, NamePatterns names) {

    /** The name of the user to whom {@code server.password} belongs. It may do everything. */
    public static final String DEFAULT = "default";

    static User ofPassword(String name, String password, Role role, NamePatterns names) {
        return new User(name, hash(password), role, names);
    }

    /** @param password null if the server needs none */
    public static User ofServer(String password) {
        return new User(DEFAULT, password == null ? null : hash(password), Role.ADMIN, NamePatterns.ALL);
    }

    /** A user that nobody can be. */
    public static User withoutRights() {
        return new User("", "0".repeat(64), Role.READ, new NamePatterns(List.of()));
    }

    private static String hash(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Compares in a time that does not depend on how much of the password is right. */
    public boolean hasPassword(String given) {
        boolean isShort = given.length() <= SecretValue.MOST_BYTES; // a longer one is not worth its hash
        return sha256 == null || isShort && MessageDigest.isEqual(bytes(sha256), bytes(hash(given)));
    }

    public boolean needsPassword() {
        return sha256 != null;
    }

    private static byte[] bytes(String digits) {
        return digits.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether nothing is refused to it. */
    public boolean mayDoEverything() {
        return role == Role.ADMIN && names.areAll();
    }

    /** Whether it has the rights of this role, for the names that it may use. */
    public boolean allows(Role needed) {
        return role.includes(needed);
    }

    /** Whether it has surely all rights of the other. */
    public boolean includes(User other) {
        return role.includes(other.role) && names.include(other.names);
    }

    /** Leaves the password out, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "User[" + name + ", " + role.word() + "]";
    }
}
