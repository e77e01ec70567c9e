package dev.tutti.net;

import dev.tutti.command.Notice.Contentions;
import dev.tutti.command.Reply;
import dev.tutti.log.ShownName;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Walk;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** The holders and waiters of every queue, lock and other name, as WAITERS and INFO list them. */
final class WaitersReport {

    /** One name, and the time at which its owner reported it, in milliseconds. */
    private record Told(long now, Contention contention) {}

    private static final Comparator<Told> BY_KIND_AND_NAME =
            Comparator.comparing((Told told) -> told.contention.kind()).thenComparing(told -> told.contention.name());

    private final Iterator<Told> all;
    private final int count;

    private WaitersReport(Iterator<Told> all, int count) {
        this.all = all;
        this.count = count;
    }

    /** @param answers those of all owners */
    static WaitersReport of(List<Contentions> answers) {
        List<Iterator<Told>> parts = answers.stream()
                .map(answer -> answer.all().stream()
                        .map(contention -> new Told(answer.now(), contention))
                        .iterator())
                .toList();
        int count = answers.stream().mapToInt(answer -> answer.all().size()).sum();
        return new WaitersReport(new SortedMerge<>(parts, BY_KIND_AND_NAME), count);
    }

    /**
     * An array with a map for each name, of its kind, name, holders and waiters. Each holder or waiter is an array of a
     * connection's id and name, the milliseconds since it came, and the token, the number of items, or the command that
     * waits. To be called once, and instead of {@link #section}.
     */
    Walk<Reply> reply() {
        return Walk.along(List.of(Merges.one(new Reply.ArrayStart(count)), Walk.along(all, WaitersReport::reply)));
    }

    private static Walk<Reply> reply(Told told) {
        Contention contention = told.contention;
        return Walk.along(List.of(
                Merges.several(
                        new Reply.MapStart(4),
                        Reply.text("kind"),
                        Reply.text(contention.kind()),
                        Reply.text("name"),
                        Reply.text(contention.name()),
                        Reply.text("holders"),
                        new Reply.ArrayStart(contention.holders().size())),
                Walk.past(contention.holders().iterator(), holder -> reply(holder, told.now)),
                Merges.several(
                        Reply.text("waiters"),
                        new Reply.ArrayStart(contention.waiters().size())),
                Walk.past(contention.waiters().iterator(), waiter -> reply(waiter, told.now))));
    }

    private static Reply reply(ParticipantSnapshot participant, long now) {
        return Reply.array(List.of(
                Reply.integer(participant.id()),
                Reply.text(participant.name()),
                Reply.integer(now - participant.since()),
                Reply.text(what(participant))));
    }

    private static String what(ParticipantSnapshot participant) {
        return participant.permits() == 1
                ? participant.what()
                : participant.what() + " permits:" + participant.permits();
    }

    /**
     * A text with a section of INFO behind it, which has a line for each name, such as {@code lock1:holders=7(a) 42
     * 1200ms,waiters=,name=l}. The name is the last field, since it may have commas.
     */
    Walk<Reply> section(String before) {
        StringBuilder text = new StringBuilder(before);
        text.append(before.isEmpty() ? "" : "\r\n").append("# Locks\r\n");
        int[] line = {0};
        return Walk.along(List.of(
                found -> {
                    if (!all.hasNext()) {
                        return false;
                    }
                    line(text, ++line[0], all.next());
                    return true;
                },
                Walk.past(List.of(text).iterator(), whole -> Reply.text(whole.toString()))));
    }

    private static void line(StringBuilder text, int number, Told told) {
        text.append(told.contention.kind())
                .append(number)
                .append(":holders=")
                .append(text(told.contention.holders(), told.now))
                .append(",waiters=")
                .append(text(told.contention.waiters(), told.now))
                .append(",name=")
                .append(ShownName.of(told.contention.name()))
                .append("\r\n");
    }

    private static String text(List<ParticipantSnapshot> participants, long now) {
        return participants.stream()
                .map(participant -> participant.id() + "(" + ShownName.of(participant.name()) + ") " + what(participant)
                        + " " + (now - participant.since()) + "ms")
                .collect(Collectors.joining(" "));
    }
}
