package dev.tutti.queue;

/** A look at very many items, in short steps. */
public interface Look {

    /**
     * Begins, or begins again.
     *
     * @param inTurns whether items may change between two steps
     */
    void begin(boolean inTurns);

    /** Makes a step. Returns whether there are more. */
    boolean step();

    /** Nobody wants the result any more. */
    default void giveUp() {}
}
