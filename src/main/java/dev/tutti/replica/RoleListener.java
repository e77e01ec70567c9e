package dev.tutti.replica;

/** Is told of the roles of a node. The engine calls one method at a time, and each must return quickly. */
public interface RoleListener {

    /** The node leads in this term from now on, and its state has every entry that was ever acknowledged. */
    void leads(long term);

    /**
     * The node does not lead, or not any more.
     *
     * @param leader the name of the node that leads; null if it is unknown
     */
    void follows(String leader);

    /**
     * The engine has failed, or the node was removed from its group. The process must end: otherwise it might
     * acknowledge entries that it cannot keep.
     */
    void failed(Throwable cause);
}
