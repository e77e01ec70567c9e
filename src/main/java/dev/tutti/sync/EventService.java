package dev.tutti.sync;

import dev.tutti.command.EventCommand;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.JournaledEventStore;
import dev.tutti.persistence.WriteGuard;

/** Carries out the EVENT commands by calls on {@link AsyncEvent}. A set event is written to the journal. */
final class EventService implements EventCommand.Handler<Coroutine<Holdings>> {

    private static final Reply YES = Reply.integer(1);
    private static final Reply NO = Reply.integer(0);

    private final PrimitiveRegistry<AsyncEvent> events;
    private final JournaledEventStore store;
    private final WriteGuard guard;
    private final RetainedMemory retained;

    EventService(
            PrimitiveRegistry<AsyncEvent> events,
            JournaledEventStore store,
            WriteGuard guard,
            RetainedMemory retained) {
        this.events = events;
        this.store = store;
        this.guard = guard;
        this.retained = retained;
    }

    /** Sets an event that was set when the server ended, without writing it to the journal again. */
    void restore(String name) {
        retained.begins(name);
        events.getOrCreate(name).set();
    }

    @Override
    public void set(EventCommand.Set command, Coroutine<Holdings> caller) {
        guard.checkWritable();
        if (!isSet(command.name())) {
            guard.checkRoom();
            retained.checkRoom(command.name());
            store.set(command.name(), () -> unset(command.name()));
            retained.begins(command.name());
            events.getOrCreate(command.name()).set();
        }
        caller.reply(Reply.OK);
    }

    @Override
    public void clear(EventCommand.Clear command, Coroutine<Holdings> caller) {
        guard.checkWritable();
        if (isSet(command.name())) {
            store.cleared(command.name());
        }
        unset(command.name());
        caller.reply(Reply.OK);
    }

    private void unset(String name) {
        if (isSet(name)) {
            events.existing(name).clear();
            retained.ends(name);
        }
    }

    @Override
    public void await(EventCommand.Wait command, Coroutine<Holdings> caller) {
        if (isSet(command.name())) {
            caller.reply(YES);
        } else if (command.timeout() == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    events.getOrCreate(command.name()).await(caller, () -> caller.resume(YES)),
                    Reply.NULL,
                    command.timeout(),
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    private boolean isSet(String name) {
        AsyncEvent event = events.existing(name);
        return event != null && event.isSet();
    }

    @Override
    public void isSet(EventCommand.IsSet command, Coroutine<Holdings> caller) {
        caller.reply(isSet(command.name()) ? YES : NO);
    }
}
