package dev.tutti.net;

import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** One command asked of every owner of a kind, and their answers made one. */
final class Scatter implements Conversation.Operation {

    private final Merge merge;
    private final List<RequestSender> owners;
    private final Switchboard switchboard;
    private final Consumer<Reply> answer;
    private final List<Reply> answers = new ArrayList<>();
    private final List<Long> tasks = new ArrayList<>();

    Scatter(Merge merge, List<RequestSender> owners, Switchboard switchboard, Consumer<Reply> answer) {
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
            answer.accept(merged());
        }
    }

    private Reply merged() {
        switch (merge) {
            case NAMES:
                return names();
            case TEXT:
                return text();
            case SUM:
                return Reply.integer(sum());
            default:
                return sum() > 0 ? Reply.OK : Refusal.error("ERR", "No such client");
        }
    }

    private long sum() {
        return answers.stream().mapToLong(reply -> ((Reply.Int) reply).value()).sum();
    }

    private Reply text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        answers.forEach(reply -> text.writeBytes(((Reply.Bulk) reply).bytes()));
        return Reply.bulk(text.toByteArray());
    }

    private Reply names() {
        return Reply.array(answers.stream()
                .flatMap(reply -> ((Reply.Array) reply).elements().stream())
                .sorted(Comparator.comparing(name -> new String(((Reply.Bulk) name).bytes(), StandardCharsets.UTF_8)))
                .toList());
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
