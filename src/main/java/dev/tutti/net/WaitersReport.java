package dev.tutti.net;

import dev.tutti.command.Notice.Contentions;
import dev.tutti.command.Reply;
import dev.tutti.config.ShownName;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The holders and waiters of every queue, lock and other name, as WAITERS and INFO list them. */
final class WaitersReport {

    /** One name, and the time at which its owner reported it, in milliseconds. */
    private record Told(long now, Contention contention) {}

    private static final Comparator<Told> BY_KIND_AND_NAME =
            Comparator.comparing((Told told) -> told.contention.kind()).thenComparing(told -> told.contention.name());

    private final List<Told> all;

    private WaitersReport(List<Told> all) {
        this.all = all;
    }

    /** @param answers those of all owners */
    static WaitersReport of(List<Contentions> answers) {
        List<Told> all = new ArrayList<>();
        for (Contentions answer : answers) {
            answer.all().forEach(contention -> all.add(new Told(answer.now(), contention)));
        }
        all.sort(BY_KIND_AND_NAME);
        return new WaitersReport(all);
    }

    /**
     * A map for each name, of its kind, name, holders and waiters. Each holder or waiter is an array of a connection's id and
     * name, the milliseconds since it came, and the token, the number of items, or the command that waits.
     */
    Reply reply() {
        return Reply.array(all.stream().map(WaitersReport::reply).toList());
    }

    private static Reply reply(Told told) {
        Contention contention = told.contention;
        return new Reply.Pairs(List.of(
                Reply.text("kind"),
                Reply.text(contention.kind()),
                Reply.text("name"),
                Reply.text(contention.name()),
                Reply.text("holders"),
                reply(contention.holders(), told.now),
                Reply.text("waiters"),
                reply(contention.waiters(), told.now)));
    }

    private static Reply reply(List<ParticipantSnapshot> participants, long now) {
        return Reply.array(participants.stream()
                .map(participant -> Reply.array(List.of(
                        Reply.integer(participant.id()),
                        Reply.text(participant.name()),
                        Reply.integer(now - participant.since()),
                        Reply.text(what(participant)))))
                .toList());
    }

    private static String what(ParticipantSnapshot participant) {
        return participant.permits() == 1
                ? participant.what()
                : participant.what() + " permits:" + participant.permits();
    }

    /**
     * A section of INFO with a line for each name, such as {@code lock1:holders=7(a) 42 1200ms,waiters=,name=l}. The name
     * is the last field, since it may have commas.
     */
    String section() {
        StringBuilder lines = new StringBuilder("# Locks\r\n");
        for (int i = 0; i < all.size(); i++) {
            Told told = all.get(i);
            lines.append(told.contention.kind())
                    .append(i + 1)
                    .append(":holders=")
                    .append(text(told.contention.holders(), told.now))
                    .append(",waiters=")
                    .append(text(told.contention.waiters(), told.now))
                    .append(",name=")
                    .append(ShownName.of(told.contention.name()))
                    .append("\r\n");
        }
        return lines.toString();
    }

    private static String text(List<ParticipantSnapshot> participants, long now) {
        return participants.stream()
                .map(participant -> participant.id() + "(" + ShownName.of(participant.name()) + ") " + what(participant)
                        + " " + (now - participant.since()) + "ms")
                .collect(Collectors.joining(" "));
    }
}
