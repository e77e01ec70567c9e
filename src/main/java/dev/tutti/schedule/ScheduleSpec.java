package dev.tutti.schedule;

import java.util.Arrays;
import java.util.Objects;

/**
 * A schedule as its user sets it.
 *
 * @param item nobody may write to it
 * @param priority of the item, or null if none was given
 * @param group of the item, of any bytes, each as a character; or null if none was given
 */
public record ScheduleSpec(String name, String queue, byte[] item, Long priority, String group, Timing timing) {

    /** The heap in bytes, as measured, of a schedule besides its texts. */
    private static final int FOOTPRINT = 300;
    /** In addition, the parsed cron expression. */
    private static final int CRON = 2_000;

    /** Whether both have the same effect. */
    public boolean isSameAs(ScheduleSpec other) {
        return name.equals(other.name)
                && queue.equals(other.queue)
                && Arrays.equals(item, other.item)
                && Objects.equals(priority, other.priority)
                && Objects.equals(group, other.group)
                && timing.equals(other.timing);
    }

    /** The bytes that the schedule takes in memory. */
    public long bytes() {
        int parsed = timing instanceof Timing.Cron ? CRON : 0;
        return FOOTPRINT + parsed + item.length + name.length() + queue.length() + (group == null ? 0 : group.length());
    }
}
