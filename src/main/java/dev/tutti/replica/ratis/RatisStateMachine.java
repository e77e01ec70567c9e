package dev.tutti.replica.ratis;

import dev.tutti.replica.LogPosition;
import dev.tutti.replica.ReplicaException;
import dev.tutti.replica.RoleListener;
import dev.tutti.replica.StateMachine;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;

/** A {@link StateMachine} as Ratis calls it, and the roles of the node as Ratis tells them. */
final class RatisStateMachine extends BaseStateMachine {

    /** The reply to an entry that came in another term than it was proposed for. */
    static final Message LATE = Message.valueOf("late");

    private final StateMachine state;
    private final RoleListener listener;
    private final Checkpoints checkpoints = new Checkpoints();
    /** The term of the last configuration in the log, with which each leader begins its term. */
    private long configurationTerm;
    /** The term in which the node leads and is ready; 0 if it does not. Guarded by this. */
    private long leadTerm;

    private boolean closed;

    RatisStateMachine(StateMachine state, RoleListener listener) {
        this.state = state;
        this.listener = listener;
    }

    // ---- the state

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage) throws IOException {
        super.initialize(server, group, storage);
        getLifeCycle().startAndTransition(() -> {
            checkpoints.init(storage);
            load();
        });
    }

    /** Has the state and the newest checkpoint at the same position, so that Ratis goes on from there. */
    private void load() throws IOException {
        if (state.position().isBehind(checkpoints.newest())) {
            state.replace(checkpoints.path(checkpoints.newest()));
        } else if (checkpoints.newest().isBehind(state.position())) {
            checkpoints.take(state, state.position());
        }
        LogPosition position = checkpoints.newest();
        setLastAppliedTermIndex(TermIndex.valueOf(position.term(), position.index()));
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return checkpoints;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        ByteString content = entry.getStateMachineLogEntry().getLogData();
        boolean inTime;
        try {
            checkRoom();
            inTime = content.isEmpty()
                    || state.apply(new LogPosition(entry.getTerm(), entry.getIndex()), content.asReadOnlyByteBuffer());
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        }
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return CompletableFuture.completedFuture(inTime ? Message.EMPTY : LATE);
    }

    /** The leader goes on with less room, since it takes nothing new from clients then. */
    void checkRoom() {
        try {
            if (!isLeader()) {
                state.checkRoom();
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex applied = getLastAppliedTermIndex();
        LogPosition position = new LogPosition(applied.getTerm(), applied.getIndex());
        if (!checkpoints.newest().isBehind(position)) {
            return RaftLog.INVALID_LOG_INDEX;
        }
        checkpoints.take(state, position);
        return position.index();
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** The checkpoint of another node is there. */
    @Override
    public void reinitialize() throws IOException {
        checkpoints.find();
        load();
        getLifeCycle().transition(LifeCycle.State.STARTING);
        getLifeCycle().transition(LifeCycle.State.RUNNING);
    }

    // ---- the roles

    @Override
    public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto configuration) {
        configurationTerm = term;
    }

    /** Called behind {@link #notifyConfigurationChanged}, on the thread that applies entries. */
    @Override
    public synchronized void notifyLeaderReady() {
        if (!closed && isLeading()) {
            leadTerm = configurationTerm;
            listener.leads(leadTerm);
        }
    }

    /** Returns false if the lead has ended meanwhile. Then {@link #notifyNotLeader} was called or will be. */
    private boolean isLeading() {
        try {
            return getServer().join().getDivision(getGroupId()).getInfo().isLeader();
        } catch (IOException e) {
            throw new ReplicaException("the group is unknown to its own node", e);
        }
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        followsOf(null);
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        if (!leader.equals(member.getPeerId())) {
            followsOf(leader.toString());
        }
    }

    private synchronized void followsOf(String leader) {
        leadTerm = 0;
        if (!closed) {
            listener.follows(leader);
        }
    }

    /** Returns the term in which the node leads, as far as it knows; 0 if it does not. */
    synchronized long leadTerm() {
        return leadTerm;
    }

    /** Returns whether the node leads, as far as it knows. */
    synchronized boolean isLeader() {
        return leadTerm != 0 && !closed;
    }

    /** Returns whether the node leads in that term, as far as it knows. */
    synchronized boolean leadsIn(long term) {
        return term == leadTerm && !closed;
    }

    // ---- the end

    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto entry) {
        failed(cause);
    }

    @Override
    public void notifyGroupRemove() {
        failed(new ReplicaException("this node was removed from its group"));
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean all) {
        failed(new ReplicaException(
                "the engine has shut itself down, as it does when the node was removed from its group"));
    }

    private synchronized void failed(Throwable cause) {
        leadTerm = 0;
        if (!closed) {
            closed = true;
            listener.failed(cause);
        }
    }

    /** Returns whether the node has ended, or the listener is told nothing any more. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Tells the listener nothing any more. */
    synchronized void silence() {
        closed = true;
    }
}
