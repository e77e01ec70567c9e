package dev.tutti.net;

import dev.tutti.command.Command;

/** Carries out the commands of a connection that no owner carries out: those about the connection itself. */
interface LocalCommands {

    /**
     * Whether this command is sent to its owner: not before the client has authenticated, not after MULTI, not if its
     * user may not send it, and not while another node leads.
     */
    boolean sendsToOwner(Command command);

    /** Carries out a command whose turn has come, or refuses or queues it. */
    void execute(Command command);
}
