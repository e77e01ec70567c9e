package dev.tutti.sync;

import dev.tutti.command.Command;
import dev.tutti.command.LockCommand.AcquireAll;
import dev.tutti.command.Notice;
import dev.tutti.command.Notice.LocksPart.State;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import java.util.ArrayList;
import java.util.List;

/** Carries out LOCK ACQUIREALL, or the part of one that this owner has. */
final class JointService {

    private final PrimitiveRegistry<AsyncLock> locks;
    private final DetachedGrants detached;
    private final GrantContext context;

    JointService(PrimitiveRegistry<AsyncLock> locks, DetachedGrants detached, GrantContext context) {
        this.locks = locks;
        this.detached = detached;
        this.context = context;
    }

    /** Takes all locks now, or waits for them. A part takes nothing before it is told to. */
    void acquire(AcquireAll command, Coroutine<Holdings> caller) {
        boolean isFree = command.names().stream().map(locks::existing).allMatch(JointService::isFree);
        if (!isFree && command.timeout() == 0) {
            caller.reply(Reply.NULL_ARRAY, Basis.MEMORY);
        } else if (isFree && command.part() == null) {
            List<Grant> grants = grants(command, caller);
            grants.forEach(grant -> grant.from().give(grant));
            caller.reply(tokens(command, grants), command.detached() ? Basis.JOURNAL : Basis.MEMORY);
        } else {
            caller.checkMayWait(command.names().size());
            await(command, caller);
        }
    }

    private static boolean isFree(AsyncLock existing) {
        return existing == null || existing.isFreeFor(null);
    }

    private List<Grant> grants(AcquireAll command, Coroutine<Holdings> caller) {
        List<Grant> grants = new ArrayList<>(command.names().size());
        for (String name : command.names()) {
            AsyncLock lock = locks.getOrCreate(name);
            grants.add(
                    command.detached()
                            ? detached.create(lock, name, 1, command.lease(), caller)
                            : new Grant(lock, PermitCommands.holdings(caller), 1, command.lease(), null));
        }
        return grants;
    }

    private void await(AcquireAll command, Coroutine<Holdings> caller) {
        boolean isPart = command.part() != null;
        long ticket = isPart ? command.part().ticket() : context.tickets().getAsLong();
        JointAcquire joint =
                new JointAcquire(grants(command, caller), ticket, isPart, context, new Answers(command, caller));
        joint.begin();
        long timeout = command.timeout() == 0 && isPart ? Command.NO_TIMEOUT : command.timeout();
        caller.await(joint, Reply.NULL_ARRAY, timeout, Patience.WHILE_CLIENT_LISTENS);
    }

    /** An array of the tokens. That of a part begins with the index of the part. */
    private static Reply tokens(AcquireAll command, List<Grant> grants) {
        List<Reply> tokens = new ArrayList<>(grants.size() + 1);
        if (command.part() != null) {
            tokens.add(Reply.integer(command.part().index()));
        }
        grants.forEach(grant -> tokens.add(Reply.integer(grant.token())));
        return Reply.array(tokens);
    }

    private final class Answers implements JointAcquire.Listener {
        private final AcquireAll command;
        private final Coroutine<Holdings> caller;

        private Answers(AcquireAll command, Coroutine<Holdings> caller) {
            this.command = command;
            this.caller = caller;
        }

        @Override
        public void granted(List<Grant> grants) {
            Reply tokens = tokens(command, grants);
            if (command.detached()) {
                detached.resume(caller, grants, tokens);
            } else {
                caller.resume(tokens, Basis.MEMORY);
            }
        }

        @Override
        public void ready() {
            tell(State.READY);
        }

        @Override
        public void claimed(boolean isKept) {
            tell(isKept ? State.CLAIMED : State.REFUSED);
        }

        private void tell(State state) {
            caller.tell(new Notice.LocksPart(command.part().index(), state));
        }

        @Override
        public void over() {
            caller.resumeGivenUp();
        }
    }
}
