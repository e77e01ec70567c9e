package dev.tutti.net;

import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import dev.tutti.command.Notice;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.waiting.Walk;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** How the answers of several owners or net servers become one reply, or the parts of a long one. */
final class Merges {

    private Merges() {}

    static Function<List<? extends Notice>, Walk<Reply>> of(Merge merge) {
        return switch (merge) {
            case NAMES -> answers -> names(all(answers, Notice.QueueNames.class));
            case SCHEDULES -> answers -> ScheduleList.of(all(answers, Notice.ScheduleViews.class));
            case TEXT -> answers -> text(all(answers, Notice.ClientLines.class));
            case SUM -> answers -> one(Reply.integer(sum(answers)));
            case WAITERS ->
                answers -> WaitersReport.of(
                                all(answers, Notice.Contentions.class).toList())
                        .reply();
            case ANY -> answers -> one(sum(answers) > 0 ? Reply.OK : Refusal.error("ERR", "No such client"));
        };
    }

    /** A reply that is not divided. */
    static Walk<Reply> one(Reply reply) {
        return several(reply);
    }

    static Walk<Reply> several(Reply... replies) {
        return Walk.past(List.of(replies).iterator(), Function.identity());
    }

    private static <A> Stream<A> all(List<? extends Notice> answers, Class<A> type) {
        return answers.stream().map(type::cast);
    }

    private static long sum(List<? extends Notice> answers) {
        return all(answers, Notice.Count.class).mapToLong(Notice.Count::value).sum();
    }

    /** One bulk, which may be long and is therefore written piece by piece. */
    private static Walk<Reply> text(Stream<Notice.ClientLines> answers) {
        List<byte[]> pieces =
                answers.flatMap(answer -> answer.pieces().stream()).toList();
        long length = pieces.stream().mapToLong(piece -> piece.length).sum();
        return Walk.along(List.of(
                one(new Reply.BulkStart(length)),
                Walk.past(pieces.iterator(), Reply.BulkPart::new),
                one(Reply.BULK_END)));
    }

    private static Walk<Reply> names(Stream<Notice.QueueNames> answers) {
        List<List<String>> parts = answers.map(Notice.QueueNames::names).toList();
        Iterator<String> names =
                new SortedMerge<>(parts.stream().map(List::iterator).toList(), Comparator.<String>naturalOrder());
        int count = parts.stream().mapToInt(List::size).sum();
        return Walk.along(List.of(one(new Reply.ArrayStart(count)), Walk.past(names, Reply::text)));
    }
}
