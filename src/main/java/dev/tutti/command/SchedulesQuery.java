package dev.tutti.command;

import dev.tutti.command.Notice.ScheduleViews;
import dev.tutti.config.NamePatterns;
import dev.tutti.schedule.ScheduleView;

/**
 * Asks for the schedules.
 *
 * @param name of one schedule, or null for all
 * @param visible the only names of schedules and their queues that are told
 */
public record SchedulesQuery(String name, NamePatterns visible) implements OwnerQuery<ScheduleViews> {

    public SchedulesQuery(String name) {
        this(name, NamePatterns.ALL);
    }

    @Override
    public SchedulesQuery seeing(NamePatterns names) {
        return new SchedulesQuery(name, names);
    }

    @Override
    public Class<ScheduleViews> answerType() {
        return ScheduleViews.class;
    }

    @Override
    public boolean isAboutEverything() {
        return name == null;
    }

    @Override
    public Search<ScheduleViews> search(Facts facts) {
        return Search.along(facts.schedules(name), this::isVisible, (found, now) -> new ScheduleViews(found));
    }

    private boolean isVisible(ScheduleView schedule) {
        return visible.match(schedule.name()) && visible.match(schedule.queue());
    }
}
