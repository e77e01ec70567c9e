package dev.tutti.page;

import dev.tutti.bus.OwnerQuestions;
import dev.tutti.config.User;
import dev.tutti.http.RequestUsers;
import dev.tutti.log.ShownName;
import dev.tutti.platform.NetworkAddress;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the actions of the page. Each is the command that a client would send, and a line in the log. */
final class Actions {

    private static final Logger log = LoggerFactory.getLogger(Actions.class);

    private final ActionGuard guard;
    private final RequestUsers users;
    private final OwnerQuestions owners;

    Actions(ActionGuard guard, RequestUsers users, OwnerQuestions owners) {
        this.guard = guard;
        this.users = users;
        this.owners = owners;
    }

    /** Whether the sender of the request may act: the token that actions need, or the reason against it. */
    Future<JsonObject> permission(HttpServerRequest request) {
        try {
            return Future.succeededFuture(new JsonObject().put("token", guard.token(request)));
        } catch (RefusedRequest refused) {
            return Future.succeededFuture(new JsonObject().put("refusal", refused.getMessage()));
        }
    }

    /** @throws RefusedRequest if the sender may not act, or the request is not as the page sends it */
    Future<JsonObject> act(Action action, HttpServerRequest request, Buffer body) {
        guard.check(request);
        ActionRequest asked = ActionRequest.read(action, body);
        String client = NetworkAddress.text(request.remoteAddress()) + userOf(request);
        return owners.run(asked.command())
                .map(asked::outcome)
                .onComplete(ended -> tell(asked, client, ended))
                .map(outcome -> new JsonObject().put("outcome", outcome));
    }

    /** Nothing for the default user, to whom any name belongs. */
    private String userOf(HttpServerRequest request) {
        User user = users.find(request);
        return user == null || user.name().equals(User.DEFAULT) ? "" : " (user " + ShownName.of(user.name()) + ")";
    }

    private static void tell(ActionRequest asked, String client, AsyncResult<String> ended) {
        log.info("{} asked by the page to {}: {}", client, asked.words(), outcome(ended));
    }

    private static String outcome(AsyncResult<String> ended) {
        if (ended.succeeded()) {
            return ended.result();
        }
        String message = ended.cause().getMessage();
        return ended.cause() instanceof RefusedRequest ? "not done: " + message : "not known: " + message;
    }
}
