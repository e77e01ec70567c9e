package dev.tutti.bus;

import dev.tutti.command.Notice;
import dev.tutti.command.Query;
import dev.tutti.command.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One query that is put to several owners, and their answers. Each owner is asked by a task of its own. Bound to the
 * event loop of the asker, who flushes the senders afterwards.
 *
 * @param <A> one owner's answer
 */
public final class Poll<A extends Notice> {

    /** One owner's part. */
    private final class Part implements Caller {
        private final RequestSender owner;
        private long task;

        private Part(RequestSender owner) {
            this.owner = owner;
        }

        @Override
        public void replied(Reply failure) {
            if (error == null) {
                error = failure;
            }
            answered();
        }

        @Override
        public void told(Notice notice) {
            answers.add(query.answerType().cast(notice));
            answered();
        }
    }

    private final Query<A> query;
    private final PendingReplies callers;
    private final List<Part> parts;
    private final List<A> answers = new ArrayList<>();
    private Consumer<List<A>> onAnswers;
    private Consumer<Reply> onError;
    private Reply error;
    private int missing;

    public Poll(Query<A> query, List<RequestSender> owners, PendingReplies callers) {
        this.query = query;
        this.callers = callers;
        this.parts = owners.stream().map(Part::new).toList();
    }

    /**
     * Asks. One of the two is called, once, when every owner has answered.
     *
     * @param answered takes the answers, in the order in which they came
     * @param failed takes an error if an owner could not answer
     */
    public void start(Consumer<List<A>> answered, Consumer<Reply> failed) {
        onAnswers = answered;
        onError = failed;
        missing = parts.size();
        for (Part part : parts) {
            part.task = callers.start(part.owner, query, part);
        }
    }

    private void answered() {
        missing--;
        if (missing > 0) {
            return;
        }
        if (error == null) {
            onAnswers.accept(answers);
        } else {
            onError.accept(error);
        }
    }

    /** Nobody wants the answers any more. */
    public void cancel() {
        parts.forEach(part -> callers.cancel(part.task, part.owner));
    }
}
