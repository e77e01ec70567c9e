package dev.tutti.net;

import dev.tutti.bus.CatchUpTimer;
import dev.tutti.bus.RequestSender;
import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.GetAnyCommand.GetAny;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.waiting.Claim;
import dev.tutti.waiting.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One GETANY of queues of several owners. Each owner is asked for its part of the queues, in the name of the
 * connection: which of them can deliver? The owner of the first such queue is then told to take from it. If none can
 * deliver, all owners are told to wait for items, and share a {@link Claim}: the owner that takes it serves the wait,
 * and the others are told to give up. Each owner answers each question once, so that no reply is taken for that of
 * another command.
 */
final class GetAnyOperation implements Operation {

    private enum Stage {
        /** All owners are asked which queue can deliver. */
        LOOKING,
        /** One owner is asked to take from its first queue that can deliver. */
        TAKING,
        /** All owners wait. */
        WAITING,
        /** The wait is over, and owners that have not answered are told to give up. */
        ENDING
    }

    /** The queues of one owner. */
    private static final class Part {
        private final RequestSender owner;
        private final List<String> names = new ArrayList<>();
        /** The places of the names in the command. */
        private final List<Integer> places = new ArrayList<>();
        /** The place of the first queue that can deliver, or -1. */
        private int first = -1;

        private Part(RequestSender owner) {
            this.owner = owner;
        }
    }

    private final GetAny command;
    private final CatchUpTimer timer;
    private final BiConsumer<RequestSender, GetAnyCommand> ask;
    private final BiConsumer<Reply, Runnable> answer;
    private final Runnable onEnd;
    private final Runnable onWithdrawal;
    private final List<Part> parts = new ArrayList<>();
    private final Claim claim;
    private long connection;
    private Stage stage = Stage.LOOKING;
    private int unanswered;
    /** The number of queues that are shut down and empty. */
    private int closedQueues;

    private Reply failure;
    private Reply unread = Reply.NULL;
    private boolean timeIsUp;
    private boolean inputEnded;
    private boolean answered;
    private boolean written;
    private boolean ended;

    /**
     * @param ask sends an owner a command in the name of the connection
     * @param answer is given the reply, once, and runs the action when it is written
     * @param onEnd called once when all owners have answered too, so that the next command may begin
     * @param onWithdrawal called instead when there will be no reply, since the client sends no more
     */
    GetAnyOperation(
            GetAny command,
            OwnerRouter router,
            CatchUpTimer timer,
            BiConsumer<RequestSender, GetAnyCommand> ask,
            BiConsumer<Reply, Runnable> answer,
            Runnable onEnd,
            Runnable onWithdrawal) {
        this.command = command;
        this.timer = timer;
        this.ask = ask;
        this.answer = answer;
        this.onEnd = onEnd;
        this.onWithdrawal = onWithdrawal;
        this.claim = new Claim(command.queues().size());
        Map<Integer, Part> byOwner = new TreeMap<>();
        for (int i = 0; i < command.queues().size(); i++) {
            String name = command.queues().get(i);
            int number = router.producerOf(name);
            Part part = byOwner.computeIfAbsent(number, owner -> new Part(router.producer(owner)));
            part.names.add(name);
            part.places.add(i);
        }
        parts.addAll(byOwner.values());
    }

    /** @param hasInputEnded whether the client sends no more, so that nothing is awaited */
    void start(long id, boolean hasInputEnded) {
        connection = id;
        inputEnded = hasInputEnded;
        unanswered = parts.size();
        if (command.options().timeout() > 0) {
            timer.set(command.options().timeout(), this::timeIsUp);
        }
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            ask.accept(part.owner, new GetAnyCommand.Look(part.names, command.options(), i));
        }
    }

    @Override
    public void replied(Reply reply) {
        unanswered--;
        switch (stage) {
            case LOOKING -> looked(reply);
            case TAKING -> taken(reply);
            case WAITING, ENDING -> ended(reply);
        }
    }

    // ---- before the wait

    private void looked(Reply reply) {
        if (reply instanceof Reply.Array look) {
            Part part = parts.get((int) look.integer(0));
            int index = (int) look.integer(1);
            part.first = index < 0 ? -1 : part.places.get(index);
            closedQueues += (int) look.integer(2);
            unread = unread == Reply.NULL ? look.elements().get(3) : unread;
        } else {
            failure = reply;
        }
        if (unanswered > 0) {
            return;
        }
        if (failure == null) {
            takeNext();
        } else {
            end(failure);
        }
    }

    /** Takes from the first queue that could deliver. If that has changed, another part has its try. */
    private void takeNext() {
        Part next = parts.stream()
                .filter(part -> part.first >= 0)
                .min(Comparator.comparingInt(part -> part.first))
                .orElse(null);
        if (next == null) {
            foundNothing();
            return;
        }
        stage = Stage.TAKING;
        unanswered = 1;
        next.first = -1;
        ask.accept(next.owner, new GetAnyCommand.Take(next.names, command.options()));
    }

    private void taken(Reply reply) {
        if (reply.equals(Reply.NULL_ARRAY)) {
            takeNext();
        } else {
            end(reply);
        }
    }

    private void foundNothing() {
        if (unread != Reply.NULL) {
            end(unread);
        } else if (closedQueues == command.queues().size()) {
            end(Refusal.allShutDown().reply());
        } else if (command.options().timeout() == 0 || timeIsUp) {
            end(Reply.NULL_ARRAY);
        } else if (inputEnded) {
            withdraw();
        } else {
            join();
        }
    }

    private void end(Reply reply) {
        timer.cancel();
        stage = Stage.ENDING;
        answerOnce(reply);
    }

    // ---- the wait

    private void join() {
        stage = Stage.WAITING;
        unanswered = parts.size();
        parts.forEach(part -> ask.accept(part.owner, new GetAnyCommand.Join(part.names, command.options(), claim)));
    }

    private void ended(Reply reply) {
        if (reply != Reply.NULL) {
            claim.take(); // else an owner has failed to begin
            giveUp();
        }
        if (reply instanceof Reply.Error) {
            failure = failure == null ? reply : failure;
        } else if (reply != Reply.NULL) {
            answerOnce(reply);
        }
        if (unanswered == 0 && failure != null) {
            answerOnce(failure);
        }
        endIfOver();
    }

    /** Answers at once: only that owner has taken an item. */
    private void answerOnce(Reply reply) {
        if (!answered) {
            answered = true;
            answer.accept(reply, () -> {
                written = true;
                endIfOver();
            });
        }
    }

    private void endIfOver() {
        if (written && unanswered == 0 && !ended) {
            ended = true;
            onEnd.run();
        }
    }

    /** An owner that has answered already, or is about to serve the wait, ignores this. */
    private void giveUp() {
        if (stage == Stage.WAITING) {
            stage = Stage.ENDING;
            timer.cancel();
            parts.forEach(part -> part.owner.add(connection, new Signal.Decided(Decision.GIVE_UP)));
        }
    }

    private void timeIsUp() {
        timeIsUp = true;
        if (stage == Stage.WAITING && claim.take()) {
            endsWith(Reply.NULL_ARRAY);
        }
    }

    // ---- the end

    /** Takes the claim, so that nobody serves the wait before {@link #endsWith}. */
    @Override
    public Reply over() {
        return stage == Stage.WAITING && claim.take() ? Reply.NULL_ARRAY : null;
    }

    @Override
    public boolean endsWith(Reply last) {
        giveUp();
        answerOnce(last);
        return true;
    }

    @Override
    public void inputEnded() {
        inputEnded = true;
        if (stage == Stage.WAITING && claim.take()) {
            withdraw();
        }
    }

    private void withdraw() {
        timer.cancel();
        onWithdrawal.run();
    }

    /** The owners have been told that the connection is closed. */
    @Override
    public void cancel() {
        timer.cancel();
        claim.take();
    }
}
