package dev.tutti.net;

import dev.tutti.bus.ReplySender;
import dev.tutti.bus.Requests;
import dev.tutti.command.ClientCommand;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.Notice;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The connections of one net server instance. Carries out the commands about clients, which any instance may send:
 * CLIENT LIST, KILL and UNBLOCK, and a part of INFO.
 */
final class Clients implements ClientCommand.Handler<Clients.Asker> {

    /** The coroutine that sent a command, on any instance. */
    record Asker(long coroutine, ReplySender.Lane lane) {
        void answer(Notice answer) {
            lane.add(coroutine, answer);
        }
    }

    private static final int NO_ANSWER_YET = -1;
    /** The event loop reads from all sockets before it looks for timers that are due. */
    private static final long NEXT_TURN_MILLIS = 1;

    private final Map<Long, Connection> byId = new TreeMap<>();
    private final ReplySender replies;

    Clients(ReplySender replies) {
        this.replies = replies;
    }

    void add(Connection connection) {
        byId.put(connection.id(), connection);
    }

    void remove(long id) {
        byId.remove(id);
    }

    List<Connection> all() {
        return new ArrayList<>(byId.values());
    }

    List<Connection> matching(Predicate<Connection> condition) {
        return byId.values().stream().filter(condition).toList();
    }

    /**
     * Closes the connections whose clients have neither sent nor read anything for so long, and have no command unanswered.
     * They are closed only after the event loop has read what has arrived: after a pause of the whole process, a client may
     * have sent something in time that has not been read yet.
     */
    void closeIdle(Vertx vertx, long timeoutMillis) {
        if (byId.values().stream().anyMatch(connection -> connection.idleMillis() > timeoutMillis)) {
            vertx.setTimer(
                    NEXT_TURN_MILLIS,
                    turn -> matching(connection -> connection.idleMillis() > timeoutMillis)
                            .forEach(Connection::cutOff));
        }
    }

    /** Closes a connection unless it has authenticated. */
    void closeStranger(long id) {
        Connection connection = byId.get(id);
        if (connection != null && !connection.isAuthenticated()) {
            connection.cutOff();
        }
    }

    void receive(Requests requests) {
        ReplySender.Lane lane = replies.to(requests.replyTo());
        for (int i = 0; i < requests.size(); i++) {
            if (requests.command(i) instanceof ClientCommand<?> command) {
                command.accept(this, new Asker(requests.coroutine(i), lane));
            }
        }
        replies.flush();
    }

    @Override
    public void list(ClientCommand.ListClients command, Asker asker) {
        StringBuilder lines = new StringBuilder();
        for (Connection connection : byId.values()) {
            if (command.ids().isEmpty() || command.ids().contains(connection.id())) {
                lines.append(connection.describe());
            }
        }
        asker.answer(new Notice.ClientLines(lines.toString()));
    }

    @Override
    public void countBlocked(ClientCommand.CountBlocked command, Asker asker) {
        asker.answer(new Notice.Count(byId.values().stream()
                .filter(connection -> connection.id() != command.asker()
                        && !connection.pipeline().isIdle())
                .count()));
    }

    @Override
    public void kill(ClientCommand.Kill command, Asker asker) {
        int killed = 0;
        for (Connection connection : all()) {
            if (isMeant(connection, command)) {
                killed++;
                if (connection.id() == command.asker()) {
                    connection.pipeline().add(new ConnectionCommand.HangUp(null)); // after the reply to this command
                } else {
                    connection.cutOff();
                }
            }
        }
        asker.answer(new Notice.Count(killed));
    }

    private static boolean isMeant(Connection connection, ClientCommand.Kill command) {
        boolean spared = command.sparesCaller() && connection.id() == command.asker();
        return !spared
                && (command.id() == 0 || command.id() == connection.id())
                && (command.address() == null || command.address().equals(connection.remoteAddress()));
    }

    @Override
    public void unblock(ClientCommand.UnblockClient command, Asker asker) {
        Connection connection = byId.get(command.id());
        int answer = connection == null
                ? 0
                : connection
                        .pipeline()
                        .unblock(command.withError(), asker.lane().address(), asker.coroutine());
        if (answer != NO_ANSWER_YET) {
            asker.answer(new Notice.Count(answer));
        }
    }
}
