package dev.tutti.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the users that the configuration names besides {@link User#DEFAULT}: an object of users by name. */
final class UserConfig {

    private static final int MOST_USERS = 1_000;
    private static final int MOST_PATTERNS = 64;
    private static final int LONGEST_PATTERN = 200;
    private static final int HASH_DIGITS = 64;
    private static final String PASSWORD = "password";
    private static final String HASH = "sha256";
    private static final String ROLE = "role";
    private static final String NAMES = "names";

    private UserConfig() {}

    /** @param server the section with the key of the users, and with the password of the default user */
    static Map<String, User> all(Section server, String key) {
        if (!(server.value(key, new JsonObject()) instanceof JsonObject json)) {
            throw server.refuseType(key, "is not an object of users by name");
        }
        if (json.size() > MOST_USERS) {
            throw new ConfigurationException(
                    server.path(key) + ": there are " + json.size() + " users, expected at most " + MOST_USERS);
        }
        Map<String, User> users = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : json) {
            String name = entry.getKey();
            refuseBadName(server.path(key), name);
            Section section = new Section(server.path(key) + "." + name, entry.getValue(), PASSWORD, HASH, ROLE, NAMES);
            users.put(name, from(name, section));
        }
        if (!users.isEmpty() && server.isNull(PASSWORD)) {
            throw new ConfigurationException(server.path(key) + ": there is no " + server.path(PASSWORD)
                    + ", so a client that gives no password may do everything, expected a password for it, too");
        }
        return Collections.unmodifiableMap(users);
    }

    private static void refuseBadName(String path, String name) {
        if (name.equals(User.DEFAULT)) {
            throw ConfigurationException.of(
                    path, name, "is the user of server.password, who may do everything, expected another name");
        }
        Names.nameProblem(name).ifPresent(problem -> {
            throw ConfigurationException.of(path, name, problem + ", expected the name of a user");
        });
    }

    private static User from(String name, Section section) {
        String password = SecretValue.read(section, PASSWORD);
        String hash = hash(section);
        if (password == null && hash == null) {
            throw new ConfigurationException(
                    section.path(PASSWORD) + ": there is none, expected " + PASSWORD + " or " + HASH);
        }
        if (password != null && hash != null) {
            throw new ConfigurationException(
                    section.path(PASSWORD) + ": it and " + HASH + " exclude each other, expected one of them");
        }
        Role role = section.choice(ROLE, Role.READ);
        NamePatterns names = names(section);
        if (role == Role.ADMIN && !names.areAll()) {
            throw section.refuse(NAMES, "goes with the roles read and write: an admin may use all names");
        }
        return hash == null ? User.ofPassword(name, password, role, names) : new User(name, hash, role, names);
    }

    private static String hash(Section section) {
        Object value = section.value(HASH, null);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String digits) || !isHash(digits)) {
            throw new ConfigurationException(section.path(HASH) + ": the value (not shown here) is not a string of "
                    + HASH_DIGITS + " hexadecimal digits, such as sha256sum writes, or null");
        }
        return digits.toLowerCase(Locale.ROOT);
    }

    private static boolean isHash(String digits) {
        return digits.length() == HASH_DIGITS && digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    }

    private static NamePatterns names(Section section) {
        section.value(NAMES, new JsonArray().add("*"));
        String expected = "an array of 1 to " + MOST_PATTERNS + " patterns such as orders-*";
        List<Object> all = section.array(NAMES, expected);
        if (all.isEmpty() || all.size() > MOST_PATTERNS) {
            throw section.refuse(NAMES, "is not " + expected);
        }
        List<Glob> globs = new ArrayList<>();
        for (Object one : all) {
            if (!(one instanceof String pattern)
                    || pattern.isEmpty()
                    || pattern.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATTERN) {
                throw ConfigurationException.of(
                        section.path(NAMES),
                        one,
                        "is not a pattern such as orders-*, of " + LONGEST_PATTERN + " bytes at most");
            }
            globs.add(new Glob(pattern));
        }
        return new NamePatterns(globs);
    }
}
