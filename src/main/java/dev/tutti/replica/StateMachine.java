package dev.tutti.replica;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The state to which a node applies the entries of the log. The same entries must make the same state on every node, so
 * nothing in them may depend on a clock or on chance. The engine calls one method at a time.
 */
public interface StateMachine {

    /** Returns the position of the last entry that the state has. It need not survive a power failure. */
    LogPosition position();

    /**
     * Applies an entry, together with its position as one change. An entry that the state has already changes nothing.
     * An entry that was proposed for another term than that of its position changes only the position: its proposer did
     * not lead any more.
     *
     * @param entry valid during the call only
     * @return false if the entry came in another term than it was proposed for
     */
    boolean apply(LogPosition position, ByteBuffer entry);

    /**
     * Copies the state into a new directory, as of this position. All entries that were applied are up to it. The copy
     * survives a power failure as soon as the name of the directory does.
     */
    void checkpoint(LogPosition position, Path directory) throws IOException;

    /**
     * Checks, on a node that does not lead, that the disk is not about to be full. Called at least every second. Must
     * cost little.
     *
     * @throws RuntimeException if the process should end, as long as it can do so in order. The message is one line
     */
    void checkRoom();

    /** Replaces the state by a checkpoint, which another node may have made, and which must stay as it is. */
    void replace(Path checkpoint) throws IOException;
}
