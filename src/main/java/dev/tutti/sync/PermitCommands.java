package dev.tutti.sync;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.SyncCommand;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;

/**
 * The commands that LOCK, SEMAPHORE and CONDITION share: ACQUIRE, RELEASE and TOUCH. A lock is a semaphore of one
 * permit.
 */
final class PermitCommands {

    private PermitCommands() {}

    /** The caller's holdings, created empty at first use. */
    static Holdings holdings(Coroutine<Holdings> caller) {
        if (caller.holdings() == null) {
            caller.holdings(new Holdings(caller));
        }
        return caller.holdings();
    }

    /** @param lease in milliseconds; 0 for none */
    static void acquire(AsyncSemaphore from, int permits, long timeout, long lease, Coroutine<Holdings> caller) {
        Grant grant = new Grant(from, holdings(caller), permits, lease, null);
        if (from.mayTake(permits)) {
            caller.reply(token(from.take(grant)), Basis.MEMORY);
        } else if (timeout == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    from.await(grant, () -> caller.resume(token(grant), Basis.MEMORY)),
                    Reply.NULL,
                    timeout,
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    /** ACQUIRE with DETACHED: the journal has the grant when its token is told. */
    static void acquire(Grant grant, long timeout, DetachedGrants detached, Coroutine<Holdings> caller) {
        AsyncSemaphore from = grant.from();
        if (from.mayTake(grant.permits())) {
            caller.reply(token(from.take(grant)));
        } else if (timeout == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    from.await(grant, () -> detached.resume(caller, grant)),
                    Reply.NULL,
                    timeout,
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    private static Reply token(Grant grant) {
        return Reply.integer(grant.token());
    }

    /**
     * @param from null if nobody holds any of it
     * @param what as a person is told of it
     */
    static void release(AsyncSemaphore from, String what, long token, WriteGuard guard, Coroutine<Holdings> caller) {
        Grant grant = token == SyncCommand.NO_TOKEN ? own(from, what, caller) : held(from, what, token);
        Basis basis = basis(grant, guard);
        grant.from().release(grant);
        caller.reply(Reply.OK, basis);
    }

    /** @param lease the new length of the lease in milliseconds; {@link SyncCommand#SAME_LEASE} to keep it */
    static void touch(Grant grant, long lease, WriteGuard guard, Coroutine<Holdings> caller) {
        if (grant.isDetached() && lease == 0) {
            throw Refusal.malformed("a DETACHED lock or permit needs a LEASE above 0");
        }
        Basis basis = basis(grant, guard);
        grant.from().touch(grant, lease == SyncCommand.SAME_LEASE ? grant.lease() : lease);
        caller.reply(Reply.OK, basis);
    }

    /**
     * The basis of a reply that tells of a change of this grant.
     *
     * @throws Refusal FULL if the journal must have the change and takes none
     */
    private static Basis basis(Grant grant, WriteGuard guard) {
        if (!grant.isDetached()) {
            return Basis.MEMORY;
        }
        guard.checkWritable();
        return Basis.JOURNAL;
    }

    /**
     * The permit that the caller took last.
     *
     * @throws Refusal NOTHELD if the caller holds none
     */
    static Grant own(AsyncSemaphore from, String what, Coroutine<Holdings> caller) {
        Holdings holdings = caller.holdings();
        Grant grant = from == null || holdings == null ? null : from.newest(holdings);
        if (grant == null) {
            throw Refusal.notHeld(what);
        }
        return grant;
    }

    /**
     * The permits that are held under that token.
     *
     * @throws Refusal NOTHELD if there are none
     */
    static Grant held(AsyncSemaphore from, String what, long token) {
        Grant grant = from == null ? null : from.held(token);
        if (grant == null) {
            throw Refusal.notHeld(what, token);
        }
        return grant;
    }
}
