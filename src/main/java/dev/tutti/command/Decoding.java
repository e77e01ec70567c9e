package dev.tutti.command;

/** A long request on its way to become a command, in short steps. */
@FunctionalInterface
public interface Decoding {

    /** Decodes some words. Returns the command, or null if there are more words. */
    Command step();
}
