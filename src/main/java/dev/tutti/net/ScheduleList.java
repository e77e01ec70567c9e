package dev.tutti.net;

import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.schedule.Schedule;
import dev.tutti.schedule.ScheduleView;
import dev.tutti.schedule.Timing;
import dev.tutti.waiting.Walk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** The reply of SCHEDULE LIST: a map for each schedule. */
final class ScheduleList {

    /** While a schedule changes its owner, two may have it, of which one is newer. */
    private static final BinaryOperator<ScheduleView> NEWER = (a, b) -> a.number() > b.number() ? a : b;

    private ScheduleList() {}

    static Walk<Reply> of(Stream<Notice.ScheduleViews> answers) {
        Collection<ScheduleView> schedules =
                merged(answers.map(Notice.ScheduleViews::schedules).toList());
        return Walk.along(List.of(
                Merges.one(new Reply.ArrayStart(schedules.size())),
                Walk.past(schedules.iterator(), ScheduleList::map)));
    }

    /** The schedules of all owners in the order of their names, in which each owner has its own. */
    private static Collection<ScheduleView> merged(List<List<ScheduleView>> answers) {
        if (answers.size() == 1) {
            return answers.get(0);
        }
        Map<String, ScheduleView> byName = new TreeMap<>();
        answers.forEach(answer -> answer.forEach(schedule -> byName.merge(schedule.name(), schedule, NEWER)));
        return byName.values();
    }

    private static Reply map(ScheduleView schedule) {
        List<Reply> pairs = new ArrayList<>();
        add(pairs, "name", Reply.text(schedule.name()));
        add(pairs, "queue", Reply.text(schedule.queue()));
        if (schedule.timing() instanceof Timing.Cron cron) {
            add(pairs, "cron", Reply.text(cron.expression()));
            add(pairs, "zone", Reply.text(cron.zone()));
        } else if (schedule.timing() instanceof Timing.Every every) {
            add(pairs, "every", Reply.integer(every.millis()));
            add(pairs, "zone", Reply.NULL);
        }
        add(pairs, "next", time(schedule.next(), Timing.NEVER));
        add(pairs, "last", time(schedule.last(), Schedule.NONE));
        add(pairs, "skipped", Reply.integer(schedule.skipped()));
        return new Reply.Pairs(pairs);
    }

    private static void add(List<Reply> pairs, String key, Reply value) {
        pairs.add(Reply.text(key));
        pairs.add(value);
    }

    private static Reply time(long millis, long none) {
        return millis == none ? Reply.NULL : Reply.integer(millis);
    }
}
