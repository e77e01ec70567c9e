package dev.tutti.command;

import dev.tutti.config.QueueSetting;
import java.util.Map;

/** The commands that change how a queue works, and the one that shows it. Times are in milliseconds. */
public sealed interface SettingsCommand extends QueueCommand {

    <C> void accept(SettingsCommand.Handler<C> handler, C caller);

    @Override
    default <C> void accept(QueueCommand.Handler<C> handler, C caller) {
        handler.settings(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void create(Create command, C caller);

        void alter(Alter command, C caller);

        void pause(Pause command, C caller);

        void resume(Resume command, C caller);

        void show(Show command, C caller);
    }

    /** @param settings those that were given */
    record Create(String queue, Map<QueueSetting, Long> settings) implements SettingsCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.create(this, caller);
        }
    }

    /** @param settings those that were given, which KIND is not among */
    record Alter(String queue, Map<QueueSetting, Long> settings) implements SettingsCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.alter(this, caller);
        }
    }

    /** @param millis the length of the pause, 0 if it ends by {@link Resume} alone */
    record Pause(String queue, long millis) implements SettingsCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.pause(this, caller);
        }
    }

    record Resume(String queue) implements SettingsCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.resume(this, caller);
        }
    }

    record Show(String queue) implements SettingsCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.show(this, caller);
        }
    }
}
