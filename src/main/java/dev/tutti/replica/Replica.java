package dev.tutti.replica;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One node's part in a group that keeps one log. Safe from any thread. A {@link RoleListener} is told when the node
 * leads. Then it may propose entries.
 */
public interface Replica extends AutoCloseable {

    /**
     * Proposes an entry. It is acknowledged when it is on the disks of a majority and applied to the state of this
     * node. If it fails, with a {@link ReplicaException}, it may still be applied, unless the node did not lead in that
     * term.
     *
     * @param term the term in which the caller leads. The entry must carry it, for {@link StateMachine#apply}
     */
    CompletableFuture<Void> propose(long term, byte[] entry);

    /**
     * Asks a majority whether this node still leads. If it does, no other node led at the moment of the call, and none
     * will before an election timeout has passed since then, unless the lead is transferred.
     */
    CompletableFuture<Void> confirmLead(long term);

    ReplicaStatus status();

    /** Returns the nodes of the group, as this one knows them. Empty if it was not added to the group yet. */
    List<Member> members();

    /**
     * Adds a node, which must run and wait for that, or have begun to join this group before. Completes when it has all
     * entries and votes. Only the leader can do it, one node at a time.
     */
    CompletableFuture<Void> add(Member member);

    /** Removes another node, which its engine then tells. Only the leader can do it. */
    CompletableFuture<Void> remove(String name);

    /** Makes a checkpoint of the state, and deletes the log before it. */
    CompletableFuture<Void> checkpoint();

    /** Has another node lead. */
    CompletableFuture<Void> transferLead(String node);

    /** Leaves the group until the next start. The listener is not told any more. Does not close the state. */
    @Override
    void close();
}
