package dev.tutti.sync;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.HeldPermit;
import dev.tutti.persistence.JournaledPermitStore;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.waiting.Departed;
import java.util.List;

/**
 * The grants that belong to their leases alone, and their records in the journal. They outlive the connections that
 * took them and the server, so they count against {@code producer.maxMemory}.
 */
final class DetachedGrants {

    private final JournaledPermitStore store;
    private final WriteGuard guard;
    private final RetainedMemory retained;
    private final Holdings earlier = new Holdings(Departed.OF_EARLIER_START);

    DetachedGrants(JournaledPermitStore store, WriteGuard guard, RetainedMemory retained) {
        this.store = store;
        this.guard = guard;
        this.retained = retained;
    }

    /** Creates a grant that is not held yet. */
    Grant create(AsyncSemaphore from, String name, int permits, long lease, Coroutine<Holdings> caller) {
        return new Grant(from, PermitCommands.holdings(caller).detached(), permits, lease, record(from, name));
    }

    /** @throws Refusal FULL if there is no memory for all of them, or the journal takes nothing new */
    void checkRoom(List<String> names) {
        guard.checkRoom();
        retained.checkRoomForDetached(names);
    }

    private Grant.Record record(AsyncSemaphore from, String name) {
        return new Grant.Record() {
            @Override
            public void held(Grant grant, boolean isFirst) {
                store.held(
                        grant.token(), from instanceof AsyncLock, name, from.limit(), grant.permits(), grant.lease());
                if (isFirst) {
                    retained.beginsDetached(name);
                    store.undo(() -> releaseIfHeld(grant));
                }
            }

            @Override
            public void ended(Grant grant) {
                store.ended(grant.token());
                retained.endsDetached(name);
            }
        };
    }

    private static void releaseIfHeld(Grant grant) {
        if (grant.from().held(grant.token()) == grant) {
            grant.from().release(grant);
        }
    }

    /** The lock or permit is held as it was when the server ended. */
    void restore(HeldPermit permit, AsyncSemaphore from) {
        retained.beginsDetached(permit.name());
        Grant grant = new Grant(from, earlier, permit.permits(), permit.lease(), record(from, permit.name()));
        from.restore(grant, permit.token(), permit.left());
    }

    /** The lease ended while there was no server. */
    void forget(long token) {
        store.ended(token);
    }

    /** Tells the token of a grant for which the caller waited. If the journal has failed meanwhile, nothing is held. */
    void resume(Coroutine<Holdings> caller, Grant grant) {
        resume(caller, List.of(grant), Reply.integer(grant.token()));
    }

    /** Answers with the tokens of grants for which the caller waited. */
    void resume(Coroutine<Holdings> caller, List<Grant> grants, Reply tokens) {
        if (guard.isWritable()) {
            caller.resume(tokens);
        } else {
            caller.resume(guard.lost(), Basis.MEMORY);
            grants.forEach(grant -> grant.from().release(grant));
        }
    }
}
