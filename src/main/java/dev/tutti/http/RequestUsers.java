package dev.tutti.http;

import dev.tutti.access.PasswordGate;
import dev.tutti.config.Role;
import dev.tutti.config.User;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The users whose requests of HTTP come in, by Basic authentication. A name that no user has is the default user's. */
public final class RequestUsers {

    private static final String BASIC = "Basic ";

    private final PasswordGate gate;

    public RequestUsers(PasswordGate gate) {
        this.gate = gate;
    }

    PasswordGate gate() {
        return gate;
    }

    /** Whether requests need a password at the moment. */
    public boolean haveToLogIn() {
        return gate.isNeeded();
    }

    /** Whether a request comes from a user who has this role, and may use all names. */
    public boolean allow(HttpServerRequest request, Role role) {
        User user = find(request);
        return user != null && allow(user, role);
    }

    /** Whether the user of a request has this role, and may use all names. */
    static boolean allow(User user, Role role) {
        return user.allows(role) && user.names().areAll();
    }

    /** The user of a request; the default one if no password is needed; null if there is none, or it is wrong. */
    public User find(HttpServerRequest request) {
        if (!gate.isNeeded()) {
            return gate.find(User.DEFAULT);
        }
        String given = given(request);
        int colon = given == null ? -1 : given.indexOf(':');
        return colon < 0 ? null : gate.loginOfAnyName(given.substring(0, colon), given.substring(colon + 1));
    }

    /** Whether a request has a user and a password, right or wrong. */
    static boolean isTry(HttpServerRequest request) {
        String given = given(request);
        return given != null && given.indexOf(':') >= 0;
    }

    /** The user and the password of a request, with a colon between them; null if there is nothing of that kind. */
    private static String given(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return null;
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            return new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
