package dev.tutti.command;

import dev.tutti.command.Notice.ScheduleViews;

/**
 * Asks for the schedules.
 *
 * @param name of one schedule, or null for all
 */
public record SchedulesQuery(String name) implements OwnerQuery<ScheduleViews> {

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
        return Search.along(facts.schedules(name), (found, now) -> new ScheduleViews(found));
    }
}
