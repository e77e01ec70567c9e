package dev.tutti.net;

import dev.tutti.bus.RequestSender;
import dev.tutti.command.LockCommand;
import dev.tutti.command.LockCommand.AcquireAll;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.waiting.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One LOCK ACQUIREALL of locks of several owners. The connection waits at each owner for its part of the locks. When
 * all parts say that they could go on, each is asked in turn, in the order of the owners, to keep its locks. If all do,
 * all take them. If one does not, the others let go at once and wait on. Each part is asked once and answers once, so
 * that no reply is taken for that of another command.
 */
final class AcquireAllOperation implements Operation {

    private enum Stage {
        /** Until all parts have said that they could go on. */
        WAITING,
        /** Parts are asked, one after another, to keep their locks. */
        CLAIMING,
        /** All keep their locks, and are told to take them. */
        TAKING,
        /** A part has failed, or the time is up: the others are told to give up. */
        ENDING
    }

    /** The locks of one owner. */
    private static final class Part {
        private final RequestSender owner;
        private final List<String> names = new ArrayList<>();
        /** The places of the names in the command. */
        private final List<Integer> places = new ArrayList<>();

        private boolean ready;

        private Part(RequestSender owner) {
            this.owner = owner;
        }
    }

    private final AcquireAll command;
    private final OwnerRouter router;
    private final BiConsumer<RequestSender, LockCommand> ask;
    private final Consumer<Reply> answer;
    private final List<Part> parts = new ArrayList<>();
    private final Reply[] tokens;
    private long connection;
    private Stage stage = Stage.WAITING;
    private int claimed;
    private int unanswered;
    private Reply failure;

    /**
     * @param ask sends an owner a command in the name of the connection
     * @param answer is given the reply, once, when all owners have answered
     */
    AcquireAllOperation(
            AcquireAll command,
            OwnerRouter router,
            BiConsumer<RequestSender, LockCommand> ask,
            Consumer<Reply> answer) {
        this.command = command;
        this.router = router;
        this.ask = ask;
        this.answer = answer;
        this.tokens = new Reply[command.names().size()];
        Map<Integer, Part> byOwner = new TreeMap<>();
        for (int i = 0; i < tokens.length; i++) {
            String name = command.names().get(i);
            Part part = byOwner.computeIfAbsent(router.syncOwnerOf(name), owner -> new Part(router.syncOwner(owner)));
            part.names.add(name);
            part.places.add(i);
        }
        parts.addAll(byOwner.values());
    }

    void start(long id) {
        connection = id;
        unanswered = parts.size();
        long ticket = router.nextTicket();
        for (int i = 0; i < parts.size(); i++) {
            ask.accept(parts.get(i).owner, command.part(i, ticket, parts.get(i).names));
        }
    }

    private void decide(Part part, Decision decision) {
        part.owner.add(connection, new Signal.Decided(decision));
    }

    // ---- news of the parts

    @Override
    public void told(Notice.LocksPart news) {
        Part part = parts.get(news.part());
        if (stage == Stage.ENDING || stage == Stage.TAKING) {
            return;
        }
        switch (news.state()) {
            case READY -> {
                part.ready = true;
                claimFirst();
            }
            case CLAIMED -> claimNext();
            case REFUSED -> refused(part);
        }
    }

    private void claimFirst() {
        if (stage == Stage.WAITING && parts.stream().allMatch(part -> part.ready)) {
            stage = Stage.CLAIMING;
            claimed = 0;
            decide(parts.get(0), Decision.CLAIM);
        }
    }

    private void claimNext() {
        claimed++;
        if (claimed < parts.size()) {
            decide(parts.get(claimed), Decision.CLAIM);
        } else {
            stage = Stage.TAKING;
            parts.forEach(part -> decide(part, Decision.COMMIT));
        }
    }

    private void refused(Part part) {
        part.ready = false;
        stage = Stage.WAITING;
        if (command.timeout() == 0) {
            endsWith(over());
        } else {
            parts.subList(0, claimed).forEach(kept -> decide(kept, Decision.UNCLAIM));
        }
    }

    // ---- replies

    @Override
    public void replied(Reply reply) {
        unanswered--;
        if (reply instanceof Reply.Array array) {
            taken(array);
        } else {
            fail(reply);
        }
        if (unanswered == 0) {
            finish();
        }
    }

    private void taken(Reply.Array taken) {
        Part part = parts.get((int) taken.integer(0));
        for (int i = 0; i < part.places.size(); i++) {
            tokens[part.places.get(i)] = taken.elements().get(i + 1);
        }
    }

    private void fail(Reply reply) {
        if (failure == null) {
            failure = reply;
            giveUp();
        }
    }

    /** Parts that have answered already, or that hold their locks, ignore this. */
    private void giveUp() {
        if (stage != Stage.TAKING) {
            stage = Stage.ENDING;
            parts.forEach(part -> decide(part, Decision.GIVE_UP));
        }
    }

    private void finish() {
        if (failure == null) {
            answer.accept(Reply.array(Arrays.asList(tokens)));
            return;
        }
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] != null) {
                release(command.names().get(i), ((Reply.Int) tokens[i]).value());
            }
        }
        answer.accept(failure);
    }

    private void release(String name, long token) {
        router.start(router.syncOwner(router.syncOwnerOf(name)), new LockCommand.Release(name, token), released -> {});
    }

    // ---- the end

    @Override
    public Reply over() {
        return stage == Stage.TAKING || stage == Stage.ENDING ? null : Reply.NULL_ARRAY;
    }

    @Override
    public boolean endsWith(Reply last) {
        fail(last);
        return true;
    }

    /** The owners have been told that the connection is closed. */
    @Override
    public void cancel() {}
}
