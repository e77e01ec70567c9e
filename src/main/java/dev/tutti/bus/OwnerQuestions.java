package dev.tutti.bus;

import dev.tutti.command.ClientCommand;
import dev.tutti.command.Notice;
import dev.tutti.command.OwnerQuery;
import dev.tutti.command.Query;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import dev.tutti.config.Names;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The way from the HTTP server to the owners of queues and all else, and to the net servers. Bound to the event loop of
 * the HTTP server.
 */
public final class OwnerQuestions {

    /** The time in which all owners have to answer. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final Vertx vertx;
    private final PendingReplies callers;
    private final List<RequestSender> queues;
    private final List<RequestSender> primitives;
    private final List<RequestSender> servers;
    private MessageConsumer<Replies> inbox;

    /** @param taskIds negative, and unique in the server */
    public OwnerQuestions(Vertx vertx, int owners, int servers, LongSupplier taskIds) {
        this.vertx = vertx;
        this.callers = new PendingReplies(taskIds);
        this.queues = senders(owners, Addresses::producer);
        this.primitives = senders(owners, Addresses::sync);
        this.servers = senders(servers, Addresses::server);
    }

    private List<RequestSender> senders(int owners, IntFunction<String> address) {
        return IntStream.range(0, owners)
                .mapToObj(
                        owner -> new RequestSender(vertx.eventBus(), address.apply(owner), Addresses.metricsReplies()))
                .toList();
    }

    /** Completes when answers can come. */
    public Future<Void> open() {
        inbox = vertx.eventBus().localConsumer(Addresses.metricsReplies(), message -> callers.receive(message.body()));
        return inbox.completion();
    }

    /** Asks all owners of queues. */
    public <A extends Notice> Future<List<A>> askQueues(OwnerQuery<A> query) {
        return ask(query, queues);
    }

    /** Asks all owners of locks and their kin. */
    public <A extends Notice> Future<List<A>> askPrimitives(OwnerQuery<A> query) {
        return ask(query, primitives);
    }

    /** Asks all net servers about their connections. */
    public <A extends Notice> Future<List<A>> askServers(ClientCommand<A> query) {
        return ask(query, servers);
    }

    /**
     * Has the owner of a queue carry out a command. An error is a reply as any other. Fails if there is no reply in
     * time. The command goes on then.
     */
    public Future<Reply> run(QueueCommand command) {
        Promise<Reply> replied = Promise.promise();
        RequestSender owner = queues.get(Names.queueOwner(command.queue(), queues.size()));
        callers.start(owner, command, (Caller.OfTask) replied::tryComplete);
        owner.flush();
        long timer = vertx.setTimer(
                PATIENCE_MILLIS,
                late -> replied.tryFail("no reply within " + PATIENCE_MILLIS + " ms, but the command may go on"));
        return replied.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    /** Fails if an owner cannot answer, or does not in time, as before the start and behind the stop of all owners. */
    private <A extends Notice> Future<List<A>> ask(Query<A> query, List<RequestSender> owners) {
        Promise<List<A>> answers = Promise.promise();
        Poll<A> poll = new Poll<>(query, owners, callers);
        poll.start(answers::tryComplete, error -> answers.tryFail(error.toString()));
        owners.forEach(RequestSender::flush);
        long timer = vertx.setTimer(PATIENCE_MILLIS, late -> {
            poll.cancel();
            owners.forEach(RequestSender::flush);
            answers.tryFail("the owners did not answer within " + PATIENCE_MILLIS + " ms");
        });
        return answers.future().onComplete(answered -> vertx.cancelTimer(timer));
    }

    public Future<Void> close() {
        return inbox == null ? Future.succeededFuture() : inbox.unregister();
    }
}
