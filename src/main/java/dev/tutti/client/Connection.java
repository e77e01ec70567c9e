package dev.tutti.client;

import dev.tutti.client.TuttiException.ConnectionLost;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One connection to the server: commands in, replies out, in order. Commands of one turn of the event loop travel
 * together. It is used on that loop alone.
 */
final class Connection {

    /** A server that does not answer so long is as good as none. It delays its answer to a wrong password by 5 s. */
    private static final long HELLO_MILLIS = 10_000;

    private static final long QUIT_MILLIS = 5_000;

    private final Vertx vertx;
    private final Context context;
    private final SocketAddress address;
    private final NetSocket socket;
    private final ReplyParser parser = new ReplyParser();
    private final Deque<Promise<Object>> unanswered = new ArrayDeque<>();
    private final Set<Consumer<ConnectionLost>> whenLost = new LinkedHashSet<>();
    private Buffer outgoing = Buffer.buffer();
    private ConnectionLost lost;
    private boolean hasRefused;
    private long id;
    private int items;

    /** @param socket that has just been connected on the current event loop */
    Connection(Vertx vertx, SocketAddress address, NetSocket socket) {
        this.vertx = vertx;
        this.address = address;
        this.context = vertx.getOrCreateContext();
        this.socket = socket;
        socket.handler(this::receive);
        socket.exceptionHandler(error -> lose(error.toString()));
        socket.closeHandler(end -> lose("the server closed the connection"));
    }

    /** The address of the server. */
    SocketAddress address() {
        return address;
    }

    /** The server's number of this connection, once it has answered HELLO. */
    long id() {
        return id;
    }

    /** Says HELLO and asks for the server's role. Fails with {@link NotServing} if it is not one to work with. */
    Future<Connection> greet(Command hello) {
        Future<Object> greeting = send(hello);
        Future<Object> role = send(Command.of("ROLE"));
        long timer = vertx.setTimer(HELLO_MILLIS, end -> lose("the server does not answer HELLO"));
        return greeting.compose(answer -> {
                    id = (Long) ((Map<?, ?>) answer).get("id");
                    return role.transform(reply -> reply.failed() ? forgiven(reply.cause()) : checked(reply.result()));
                })
                .onComplete(end -> vertx.cancelTimer(timer))
                .onFailure(error -> close())
                .map(end -> this);
    }

    /** A server that has no ROLE, or does not show it to this user, leads. */
    private static Future<Void> forgiven(Throwable error) {
        return error instanceof ConnectionLost ? Future.failedFuture(error) : Future.succeededFuture();
    }

    private static Future<Void> checked(Object role) {
        if (!(role instanceof List<?> words) || words.size() < 3 || !"slave".equals(String.valueOf(words.get(0)))) {
            return Future.succeededFuture();
        }
        String host = String.valueOf(words.get(1));
        int port = Integer.parseInt(String.valueOf(words.get(2)));
        return Future.failedFuture(NotServing.follower(host, port));
    }

    /** Sends a command. The future has its reply, or fails with its error, on this connection's loop. */
    Future<Object> send(Command command) {
        if (lost != null) {
            return Future.failedFuture(lost);
        }
        if (outgoing.length() == 0) {
            context.runOnContext(turn -> flush());
        }
        outgoing.appendBuffer(command.encoded());
        Promise<Object> reply = Promise.promise();
        unanswered.add(reply);
        return reply.future();
    }

    private void flush() {
        Buffer bytes = outgoing;
        outgoing = Buffer.buffer();
        if (lost == null) {
            socket.write(bytes);
        }
    }

    private void receive(Buffer bytes) {
        try {
            parser.feed(bytes, this::answer);
        } catch (IllegalArgumentException e) {
            lose("the server sent no reply: " + e.getMessage());
        }
    }

    private void answer(Object reply) {
        if (lost != null) {
            return;
        }
        Promise<Object> caller = unanswered.poll();
        if (caller == null) {
            // The server says why it closes the connection.
            lose(reply instanceof ErrorReply error ? error.kind() + " " + error.message() : "an unexpected reply");
        } else if (reply instanceof ErrorReply error) {
            caller.fail(error.exception());
            if (error.isOfAnotherServer()) {
                hasRefused = true;
                lose(error.kind() + " " + error.message());
            }
        } else {
            caller.complete(reply);
        }
    }

    /** Why the connection is lost, or null while it is open. */
    ConnectionLost lost() {
        return lost;
    }

    /** Calls back when the connection is lost, soon if it is lost already, unless the result is run before. */
    Runnable whenLost(Consumer<ConnectionLost> callback) {
        if (lost != null) {
            boolean[] isStopped = {false};
            context.runOnContext(turn -> {
                if (!isStopped[0]) {
                    callback.accept(lost);
                }
            });
            return () -> isStopped[0] = true;
        }
        whenLost.add(callback);
        return () -> whenLost.remove(callback);
    }

    /** Closes at once. The server takes back everything that the connection holds. */
    void close() {
        lose("this client closed the connection");
    }

    /** Closes in order: the server counts no attempt of the items that go back. */
    Future<Void> quit() {
        long timer = vertx.setTimer(QUIT_MILLIS, end -> close());
        return send(Command.of("QUIT")).transform(end -> {
            vertx.cancelTimer(timer);
            close();
            return Future.succeededFuture();
        });
    }

    private void lose(String reason) {
        if (lost != null) {
            return;
        }
        lost = new ConnectionLost(reason);
        socket.close();
        List<Promise<Object>> callers = new ArrayList<>(unanswered);
        unanswered.clear();
        callers.forEach(caller -> caller.fail(lost));
        List<Consumer<ConnectionLost>> callbacks = new ArrayList<>(whenLost);
        whenLost.clear();
        callbacks.forEach(callback -> callback.accept(lost));
    }

    /** Whether it is lost because the server does not lead any more. */
    boolean hasRefused() {
        return hasRefused;
    }

    /** Whether a command has no reply yet. */
    boolean isBusy() {
        return !unanswered.isEmpty();
    }

    // ---- the items that it got, and that are not finished

    boolean hasItems() {
        return items > 0;
    }

    void itemCame() {
        items++;
    }

    void itemWent() {
        items--;
    }
}
