package dev.tutti.command;

import dev.tutti.schedule.ScheduleSpec;
import dev.tutti.schedule.Timing;

/**
 * The commands that set and delete schedules. A schedule lives at the owner of its queue, so that a firing puts its
 * item in a turn of that owner. Another owner may have another schedule of the same name, which gives way.
 */
public sealed interface ScheduleCommand extends QueueCommand {

    <C> void accept(ScheduleCommand.Handler<C> handler, C caller);

    @Override
    default <C> void accept(QueueCommand.Handler<C> handler, C caller) {
        handler.schedule(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void set(Set command, C caller);

        void delete(Delete command, C caller);

        void unset(Unset command, C caller);

        void giveUp(GiveUp command, C caller);
    }

    /** @param configured whether the configuration sets it, which is never refused for want of memory or by a limit */
    record Set(ScheduleSpec spec, boolean configured) implements ScheduleCommand {

        /** A client's. */
        public Set(ScheduleSpec spec) {
            this(spec, false);
        }

        @Override
        public String queue() {
            return spec.queue();
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.set(this, caller);
        }
    }

    /** Any owner can carry it out. The name selects one. */
    record Delete(String name) implements ScheduleCommand {
        @Override
        public String queue() {
            return name;
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.delete(this, caller);
        }
    }

    /**
     * The configuration sets the schedule no more: it is deleted, unless a client has replaced it.
     *
     * @param queue the one for which the configuration has set it
     */
    record Unset(String name, String queue) implements ScheduleCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.unset(this, caller);
        }
    }

    /**
     * From one owner to another: a schedule of that name was set or deleted, and older ones give way. The reply is null
     * if there is none, or else an array: the next time of the older one, or 0 if it was due at other times; its last
     * time; and the number of skipped firings.
     *
     * @param number older schedules have smaller ones
     * @param timing of the new schedule, or null if there is none
     */
    record GiveUp(String name, long number, Timing timing) implements ScheduleCommand {
        @Override
        public String queue() {
            return name;
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.giveUp(this, caller);
        }
    }
}
