package dev.tutti.sync;

import dev.tutti.command.EventCommand;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Coroutine.Patience;
import dev.tutti.persistence.JournaledEventStore;
import dev.tutti.persistence.WriteGuard;

/** EVENT: from a command's record to calls on {@link AsyncEvent}, and from there to a reply. */
final class EventService implements EventCommand.Handler<Coroutine<Holdings>> {

    private static final Reply YES = Reply.integer(1);
    private static final Reply NO = Reply.integer(0);

    private final PrimitiveRegistry<AsyncEvent> events;
    private final JournaledEventStore store;
    private final WriteGuard guard;
    private final RetainedMemory lasting;

    EventService(
            PrimitiveRegistry<AsyncEvent> events, JournaledEventStore store, WriteGuard guard, RetainedMemory lasting) {
        this.events = events;
        this.store = store;
        this.guard = guard;
        this.lasting = lasting;
    }

    /** As it was when the server ended. */
    void restore(String name) {
        lasting.begins(name);
        events.named(name).set();
    }

    @Override
    public void set(EventCommand.Set command, Coroutine<Holdings> caller) {
        guard.checkWritable();
        if (!isSet(command.name())) {
            guard.checkRoom();
            lasting.checkRoom(command.name());
            store.set(command.name(), () -> unset(command.name()));
            lasting.begins(command.name());
            events.named(command.name()).set();
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
            lasting.ends(name);
        }
    }

    @Override
    public void await(EventCommand.Wait command, Coroutine<Holdings> caller) {
        if (isSet(command.name())) {
            guard.tell();
            caller.reply(YES);
        } else if (command.timeout() == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    events.named(command.name()).await(caller, () -> caller.resume(YES)),
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
        guard.tell();
        caller.reply(isSet(command.name()) ? YES : NO);
    }
}
