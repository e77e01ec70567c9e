package dev.tutti.net;

import dev.tutti.command.Reply;
import dev.tutti.waiting.Presence;
import dev.tutti.waiting.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Who holds what and who waits for it, of all owners, as WAITERS and INFO tell it. */
final class Holdups {

    /** A thing, and the time at which its owner told of it. */
    private record Told(long now, Standing standing) {}

    private static final Comparator<Told> BY_KIND_AND_NAME =
            Comparator.comparing((Told told) -> told.standing.kind()).thenComparing(told -> told.standing.name());

    private final List<Told> all;

    private Holdups(List<Told> all) {
        this.all = all;
    }

    /** @param answers those of the owners to a survey */
    static Holdups of(List<Reply> answers) {
        List<Told> all = new ArrayList<>();
        for (Reply answer : answers) {
            Reply.Standings standings = (Reply.Standings) answer;
            standings.all().forEach(standing -> all.add(new Told(standings.now(), standing)));
        }
        all.sort(BY_KIND_AND_NAME);
        return new Holdups(all);
    }

    /** A map for each thing: kind, name, holders and waiters; of each of those id, name, milliseconds and what. */
    Reply reply() {
        return Reply.array(all.stream().map(Holdups::reply).toList());
    }

    private static Reply reply(Told told) {
        Standing standing = told.standing;
        return new Reply.Pairs(List.of(
                Reply.text("kind"),
                Reply.text(standing.kind()),
                Reply.text("name"),
                Reply.text(standing.name()),
                Reply.text("holders"),
                reply(standing.holders(), told.now),
                Reply.text("waiters"),
                reply(standing.waiters(), told.now)));
    }

    private static Reply reply(List<Presence> presences, long now) {
        return Reply.array(presences.stream()
                .map(presence -> Reply.array(List.of(
                        Reply.integer(presence.id()),
                        Reply.text(presence.name()),
                        Reply.integer(now - presence.since()),
                        Reply.text(presence.what()))))
                .toList());
    }

    /** A section of INFO: a line for each thing, such as {@code lock1:holders=7(a) 42 1200ms,waiters=,name=l}; the name, which may have commas, is the last. */
    String section() {
        StringBuilder lines = new StringBuilder("# Locks\r\n");
        for (int i = 0; i < all.size(); i++) {
            Told told = all.get(i);
            lines.append(told.standing.kind())
                    .append(i + 1)
                    .append(":holders=")
                    .append(text(told.standing.holders(), told.now))
                    .append(",waiters=")
                    .append(text(told.standing.waiters(), told.now))
                    .append(",name=")
                    .append(told.standing.name())
                    .append("\r\n");
        }
        return lines.toString();
    }

    private static String text(List<Presence> presences, long now) {
        return presences.stream()
                .map(presence -> presence.id() + "(" + presence.name() + ") " + presence.what() + " "
                        + (now - presence.since()) + "ms")
                .collect(Collectors.joining(" "));
    }
}
