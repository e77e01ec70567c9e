package dev.tutti.http;

import dev.tutti.access.PasswordGate;
import dev.tutti.config.Role;
import dev.tutti.config.User;
import dev.tutti.ops.Statistics;
import dev.tutti.platform.NetworkAddress;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Lets requests pass that come from a user who may see all names, by HTTP's Basic authentication. After too many wrong
 * passwords from an address the answers to it are late, as for AUTH.
 */
public final class PasswordProtection implements Handler<HttpServerRequest> {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Vertx vertx;
    private final RequestUsers users;
    private final PasswordGate gate;
    private final Statistics statistics;
    private final Handler<HttpServerRequest> protectedHandler;

    public PasswordProtection(
            Vertx vertx, RequestUsers users, Statistics statistics, Handler<HttpServerRequest> protectedHandler) {
        this.vertx = vertx;
        this.users = users;
        this.gate = users.gate();
        this.statistics = statistics;
        this.protectedHandler = protectedHandler;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!gate.isNeeded()) {
            protectedHandler.handle(request);
            return;
        }
        String client = NetworkAddress.text(request.remoteAddress());
        long delay = RequestUsers.isTry(request) ? gate.delayMillis(client) : 0;
        if (delay == 0) {
            decide(request, client);
        } else {
            vertx.setTimer(delay, late -> decide(request, client));
        }
    }

    private void decide(HttpServerRequest request, String client) {
        User user = users.find(request);
        if (user == null) {
            refuse(request, client);
        } else if (RequestUsers.allow(user, Role.READ)) {
            protectedHandler.handle(request);
        } else if (!request.response().closed()) {
            HttpReply.text(request, FORBIDDEN, "This user may not see all names, see names in server.users");
        }
    }

    private void refuse(HttpServerRequest request, String client) {
        if (RequestUsers.isTry(request)) {
            gate.failed(client);
            statistics.passwordFailure();
        }
        if (!request.response().closed()) {
            request.response().putHeader("WWW-Authenticate", "Basic realm=\"Tutti\", charset=\"UTF-8\"");
            HttpReply.text(
                    request,
                    UNAUTHORIZED,
                    "Give server.password by Basic authentication, with any user, or a user of server.users and its"
                            + " password");
        }
    }
}
