package dev.tutti.net;

import dev.tutti.bus.Poll;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A command that several owners or net servers answer together. */
final class Broadcast<A extends Notice> implements Operation {

    private final Poll<A> poll;

    Broadcast(Poll<A> poll) {
        this.poll = poll;
    }

    /** @param merge makes one reply of the answers, which may come in any order */
    void start(Function<? super List<A>, Reply> merge, Consumer<Reply> answer) {
        poll.start(answers -> answer.accept(merge.apply(answers)), answer);
    }

    @Override
    public void cancel() {
        poll.cancel();
    }

    @Override
    public Reply over() {
        return null;
    }
}
