package dev.tutti.client;

import dev.tutti.client.TuttiException.NotHeld;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.Locale;

/**
 * A lock or a permit that this client holds, from its acquire until {@link #release}. It has a connection of its own
 * meanwhile. If that or its lease is lost, the server gives the lock to another client: {@link #onLost} tells so, and
 * {@code release} fails with {@link NotHeld}.
 */
public class Hold {

    private final Client client;
    private final String kind;
    private final String name;
    private final long token;
    private final Reply reply;
    private final Loss loss;
    private final Renewal renewal;
    private boolean isReleased;

    /** Made on the loop, of the reply to an ACQUIRE. */
    Hold(Client client, String kind, String name, Reply reply, Duration lease) {
        this.client = client;
        this.kind = kind;
        this.name = name;
        this.token = (Long) reply.value();
        this.reply = reply;
        this.loss = new Loss(reply.connection(), this::over);
        this.renewal = lease == null
                ? null
                : new Renewal(
                        client.vertx(),
                        lease.toMillis() / 3,
                        () -> client.call(Command.of(kind, "TOUCH", name, token), true),
                        loss::lose);
        if (renewal != null) {
            renewal.start();
        }
    }

    /**
     * The fencing token: larger than every token before, also of other locks and after a restart. Give it to the
     * resource that the lock protects, which refuses a smaller one than it has seen.
     */
    public long token() {
        return token;
    }

    /**
     * Releases the lock or permit.
     *
     * @return a future that fails with {@link NotHeld} if it was released or lost before
     */
    public Future<Void> release() {
        return client.onLoop(() -> {
            if (isReleased) {
                return Future.failedFuture(new NotHeld(this + " was released already"));
            }
            if (loss.cause() != null) {
                return Future.failedFuture(lost(loss.cause()));
            }
            isReleased = true;
            Future<Object> answer = connection().send(Command.of(kind, "RELEASE", name, token));
            loss.end();
            return answer.recover(error -> Future.failedFuture(lost(error))).mapEmpty();
        });
    }

    private NotHeld lost(Throwable reason) {
        return new NotHeld(this + " was lost: " + reason.getMessage());
    }

    /**
     * Has the handler called once if the lock or permit is lost before it is released, at once if it is already. The
     * thread is that of the context that calls this method, or the client's event loop if there is none.
     *
     * @param handler takes the reason
     */
    public Hold onLost(Handler<Throwable> handler) {
        Handler<Throwable> onCaller = client.onCaller(handler);
        client.onLoop(() -> {
            loss.handler(onCaller);
            return Future.succeededFuture();
        });
        return this;
    }

    /** The connection that belongs to the holder. */
    final Connection connection() {
        return reply.connection();
    }

    /** The connection may go to another caller now: commands on it run in order. */
    private void over() {
        if (renewal != null) {
            renewal.stop();
        }
        reply.release().run();
    }

    /** The kind, the name and the token, for people. */
    @Override
    public String toString() {
        return kind.toLowerCase(Locale.ROOT) + " " + name + " with token " + token;
    }
}
