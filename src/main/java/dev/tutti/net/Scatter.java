package dev.tutti.net;

import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** One command asked of every owner of a kind, and their answers made one. */
final class Scatter implements Conversation.Operation {

    private final Function<List<Reply>, Reply> merge;
    private final List<RequestSender> owners;
    private final Switchboard switchboard;
    private final Consumer<Reply> answer;
    private final List<Reply> answers = new ArrayList<>();
    private final List<Long> tasks = new ArrayList<>();

    /** @param merge makes one reply of the answers, which may come in any order */
    Scatter(
            Function<List<Reply>, Reply> merge,
            List<RequestSender> owners,
            Switchboard switchboard,
            Consumer<Reply> answer) {
        this.merge = merge;
        this.owners = owners;
        this.switchboard = switchboard;
        this.answer = answer;
    }

    void start(Command command) {
        for (RequestSender owner : owners) {
            tasks.add(switchboard.start(owner, command, this::answered));
        }
    }

    private void answered(Reply reply) {
        answers.add(reply);
        if (answers.size() == owners.size()) {
            answer.accept(merge.apply(answers));
        }
    }

    @Override
    public void cancel() {
        for (int i = 0; i < tasks.size(); i++) {
            switchboard.cancel(tasks.get(i), owners.get(i));
        }
    }

    @Override
    public Reply over() {
        return null;
    }
}
