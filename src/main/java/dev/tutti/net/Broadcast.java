package dev.tutti.net;

import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** One command asked of every owner of a kind, and their answers made one. */
final class Broadcast implements CommandPipeline.Operation {

    private final Function<List<Reply>, Reply> merge;
    private final List<RequestSender> owners;
    private final OwnerRouter router;
    private final Consumer<Reply> answer;
    private final List<Reply> answers = new ArrayList<>();
    private final List<Long> tasks = new ArrayList<>();

    /** @param merge makes one reply of the answers, which may come in any order */
    Broadcast(
            Function<List<Reply>, Reply> merge,
            List<RequestSender> owners,
            OwnerRouter router,
            Consumer<Reply> answer) {
        this.merge = merge;
        this.owners = owners;
        this.router = router;
        this.answer = answer;
    }

    void start(Command command) {
        for (RequestSender owner : owners) {
            tasks.add(router.start(owner, command, this::answered));
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
            router.cancel(tasks.get(i), owners.get(i));
        }
    }

    @Override
    public Reply over() {
        return null;
    }
}
