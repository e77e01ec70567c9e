package dev.tutti.net;

import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import dev.tutti.command.Notice;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the answers of several owners or net servers become one reply. */
final class Merges {

    private static final Logger log = LoggerFactory.getLogger(Merges.class);

    private Merges() {}

    /** A merge that replies with an error where this one fails because of a bug. */
    static <A> Function<List<A>, Reply> guarded(Function<? super List<A>, Reply> merge) {
        return answers -> {
            try {
                return merge.apply(answers);
            } catch (RuntimeException | StackOverflowError bug) {
                log.error("{} answers of owners could not be merged", answers.size(), bug);
                return Refusal.internalError();
            }
        };
    }

    static Function<List<? extends Notice>, Reply> of(Merge merge) {
        return switch (merge) {
            case NAMES -> answers -> names(all(answers, Notice.QueueNames.class));
            case TEXT -> answers -> text(all(answers, Notice.ClientLines.class));
            case SUM -> answers -> Reply.integer(sum(answers));
            case WAITERS ->
                answers -> WaitersReport.of(
                                all(answers, Notice.Contentions.class).toList())
                        .reply();
            case ANY -> answers -> sum(answers) > 0 ? Reply.OK : Refusal.error("ERR", "No such client");
        };
    }

    private static <A extends Notice> Stream<A> all(List<? extends Notice> answers, Class<A> type) {
        return answers.stream().map(type::cast);
    }

    private static long sum(List<? extends Notice> answers) {
        return all(answers, Notice.Count.class).mapToLong(Notice.Count::value).sum();
    }

    private static Reply text(Stream<Notice.ClientLines> answers) {
        return Reply.text(answers.map(Notice.ClientLines::text).collect(Collectors.joining()));
    }

    private static Reply names(Stream<Notice.QueueNames> answers) {
        return Reply.array(answers.flatMap(answer -> answer.names().stream())
                .sorted()
                .map(Reply::text)
                .toList());
    }
}
