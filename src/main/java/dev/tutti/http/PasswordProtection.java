package dev.tutti.http;

import dev.tutti.access.PasswordGate;
import dev.tutti.ops.Statistics;
import dev.tutti.platform.NetworkAddress;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Lets requests pass that have the server's password, by HTTP's Basic authentication. The name of the user does not
 * matter. After too many wrong passwords from an address the answers to it are late, as for AUTH.
 */
public final class PasswordProtection implements Handler<HttpServerRequest> {

    private static final int UNAUTHORIZED = 401;
    private static final String BASIC = "Basic ";

    private final Vertx vertx;
    private final PasswordGate gate;
    private final Statistics statistics;
    private final Handler<HttpServerRequest> protectedHandler;

    public PasswordProtection(
            Vertx vertx, PasswordGate gate, Statistics statistics, Handler<HttpServerRequest> protectedHandler) {
        this.vertx = vertx;
        this.gate = gate;
        this.statistics = statistics;
        this.protectedHandler = protectedHandler;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!gate.isNeeded()) {
            protectedHandler.handle(request);
            return;
        }
        String given = password(request.getHeader(HttpHeaders.AUTHORIZATION));
        String client = NetworkAddress.text(request.remoteAddress());
        long delay = given == null ? 0 : gate.delayMillis(client);
        if (delay == 0) {
            decide(request, given, client);
        } else {
            vertx.setTimer(delay, late -> decide(request, given, client));
        }
    }

    private void decide(HttpServerRequest request, String given, String client) {
        if (given != null && gate.isRight(given)) {
            protectedHandler.handle(request);
            return;
        }
        if (given != null) {
            gate.failed(client);
            statistics.passwordFailure();
        }
        if (!request.response().closed()) {
            request.response().putHeader("WWW-Authenticate", "Basic realm=\"Tutti\", charset=\"UTF-8\"");
            HttpReply.text(request, UNAUTHORIZED, "Give server.password by Basic authentication, with any user");
        }
    }

    /** The password in a header, or null if there is none. */
    private static String password(String header) {
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return null;
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String userAndPassword = new String(decoded, StandardCharsets.UTF_8);
            int colon = userAndPassword.indexOf(':');
            return colon < 0 ? null : userAndPassword.substring(colon + 1);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
