package dev.tutti.net;

import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the answers of several owners become one reply. */
final class Merges {

    private static final Logger log = LoggerFactory.getLogger(Merges.class);

    private Merges() {}

    /** A merge that replies with an error where this one fails because of a bug. */
    static Function<List<Reply>, Reply> guarded(Function<List<Reply>, Reply> merge) {
        return answers -> {
            try {
                return merge.apply(answers);
            } catch (RuntimeException | StackOverflowError bug) {
                log.error("{} answers of owners could not be merged", answers.size(), bug);
                return Refusal.internalError();
            }
        };
    }

    static Function<List<Reply>, Reply> of(Merge merge) {
        switch (merge) {
            case NAMES:
                return Merges::names;
            case TEXT:
                return Merges::text;
            case SUM:
                return answers -> Reply.integer(sum(answers));
            case WAITERS:
                return answers -> WaitersReport.of(answers).reply();
            default:
                return answers -> sum(answers) > 0 ? Reply.OK : Refusal.error("ERR", "No such client");
        }
    }

    private static long sum(List<Reply> answers) {
        return answers.stream().mapToLong(reply -> ((Reply.Int) reply).value()).sum();
    }

    private static Reply text(List<Reply> answers) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        answers.forEach(reply -> text.writeBytes(((Reply.Bulk) reply).bytes()));
        return Reply.bulk(text.toByteArray());
    }

    private static Reply names(List<Reply> answers) {
        return Reply.array(answers.stream()
                .flatMap(reply -> ((Reply.Array) reply).elements().stream())
                .sorted(Comparator.comparing(name -> new String(((Reply.Bulk) name).bytes(), StandardCharsets.UTF_8)))
                .toList());
    }
}
