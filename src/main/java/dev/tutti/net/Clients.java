package dev.tutti.net;

import dev.tutti.bus.ReplySender;
import dev.tutti.bus.Requests;
import dev.tutti.command.ClientCommand;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.Notice;
import dev.tutti.waiting.Slices;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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

    private final NavigableMap<Long, Connection> byId = new TreeMap<>();
    private final ReplySender replies;
    private final LoopBudget budget;
    private final Arrivals arrivals;

    Clients(ReplySender replies, LoopBudget budget, Arrivals arrivals) {
        this.replies = replies;
        this.budget = budget;
        this.arrivals = arrivals;
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
     * Closes the connections whose clients have neither sent nor read anything for so long, and have no command
     * unanswered. They are closed only after the event loop has read what has arrived: after a pause of the whole
     * process, a client may have sent something in time that has not been read yet.
     */
    void closeIdle(Vertx vertx, long timeoutMillis) {
        if (byId.values().stream().anyMatch(connection -> connection.idleMillis() > timeoutMillis)) {
            vertx.setTimer(
                    Slices.PAUSE_MILLIS,
                    turn -> matching(connection -> connection.idleMillis() > timeoutMillis)
                            .forEach(connection ->
                                    connection.cutOff("its client has been silent for too long (server.idleTimeout)")));
        }
    }

    /**
     * Closes a connection unless it has authenticated.
     *
     * @return 0, or for how many milliseconds it has to be left, since the server has delayed its passwords
     */
    long closeStranger(long id) {
        Connection connection = byId.get(id);
        if (connection == null || connection.session().isAuthenticated()) {
            return 0;
        }
        long delayed = connection.takeDelayedMillis();
        if (delayed == 0) {
            connection.cutOff("its client has not given the password in time (server.helloTimeout)");
        }
        return delayed;
    }

    /**
     * Closes the connections that a lead of this node was for: that of the command that has ended it behind its reply,
     * and all others at once. Those that only wait for news of leaders stay.
     */
    void leadEnded() {
        for (Connection connection : matching(each -> !each.session().isOnlySubscribed())) {
            if (connection.pipeline().operation() instanceof ClusterOperation command) {
                command.leadEnded();
            } else {
                connection.cutOff();
            }
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

    /**
     * Visits the connections in the order of their ids, in shares of the event loop's time, but none that come later.
     */
    private void visitAll(Consumer<Connection> visitor, Runnable end) {
        long newest = byId.isEmpty() ? 0 : byId.lastKey();
        LoopBudget.Work visits = new LoopBudget.Work() {
            private long last;

            @Override
            public void goOn() {
                for (var next = byId.higherEntry(last); next != null && next.getKey() <= newest; ) {
                    last = next.getKey();
                    visitor.accept(next.getValue());
                    if (budget.isUsedUp()) {
                        budget.defer(this);
                        return;
                    }
                    next = byId.higherEntry(last);
                }
                end.run();
                replies.flush();
            }
        };
        if (budget.replied()) {
            budget.defer(visits);
        } else {
            visits.goOn();
        }
    }

    @Override
    public void list(ClientCommand.ListClients command, Asker asker) {
        TextPieces lines = new TextPieces();
        visitAll(
                connection -> {
                    if (command.ids().isEmpty() || command.ids().contains(connection.id())) {
                        lines.add(connection.describe());
                    }
                },
                () -> asker.answer(new Notice.ClientLines(lines.all())));
    }

    @Override
    public void countBlocked(ClientCommand.CountBlocked command, Asker asker) {
        asker.answer(new Notice.Count(byId.values().stream()
                .filter(connection -> connection.id() != command.asker()
                        && !connection.pipeline().isIdle())
                .count()));
    }

    @Override
    public void carryOut(ClientCommand.CarryOut command, Asker asker) {
        arrivals.ofThisServer(() -> {
            asker.answer(Notice.ECHO);
            replies.flush();
        });
    }

    @Override
    public void kill(ClientCommand.Kill command, Asker asker) {
        AtomicInteger killed = new AtomicInteger();
        visitAll(
                connection -> {
                    if (isMeant(connection, command)) {
                        killed.incrementAndGet();
                        kill(connection, command.asker());
                    }
                },
                () -> asker.answer(new Notice.Count(killed.get())));
    }

    private static void kill(Connection connection, long asker) {
        if (connection.id() == asker) {
            connection.pipeline().add(new ConnectionCommand.HangUp(null)); // after the reply to this command
        } else {
            connection.cutOff("by CLIENT KILL of connection " + asker);
        }
    }

    private static boolean isMeant(Connection connection, ClientCommand.Kill command) {
        boolean spared = command.sparesCaller() && connection.id() == command.asker();
        return !spared
                && (command.id() == 0 || command.id() == connection.id())
                && (command.address() == null || command.address().equals(connection.remoteAddress()))
                && (command.user() == null
                        || command.user().equals(connection.session().userName()));
    }

    @Override
    public void unblock(ClientCommand.UnblockClient command, Asker asker) {
        Connection connection = byId.get(command.id());
        boolean isMeant = connection != null
                && (command.user() == null
                        || command.user().equals(connection.session().userName()));
        int answer = !isMeant
                ? 0
                : connection
                        .pipeline()
                        .unblock(command.withError(), asker.lane().address(), asker.coroutine());
        if (answer != NO_ANSWER_YET) {
            asker.answer(new Notice.Count(answer));
        }
    }
}
