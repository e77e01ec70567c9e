package dev.tutti.net;

/** The life of a connection, which goes from one state to a later one and never back. */
enum ConnectionState {
    /** Commands are read and answered. */
    OPEN(true, true, true),
    /** The client has ended its input or broken the protocol: no more is read, but what was read is answered. */
    DRAINING(false, true, true),
    /** Commands are not answered any more. The replies in the buffer are still written. */
    CLOSING(false, false, true),
    /** The last reply is written. The socket closes when it is sent. */
    ENDED(false, false, false),
    /** The socket was told to close at once. */
    CUT_OFF(false, false, false),
    /** The socket is closed, and its owners know. */
    CLOSED(false, false, false);

    /** Whether bytes of the client become commands. */
    final boolean reads;

    /** Whether replies of owners are expected. */
    final boolean answers;

    /** Whether replies may be written. */
    final boolean writes;

    ConnectionState(boolean reads, boolean answers, boolean writes) {
        this.reads = reads;
        this.answers = answers;
        this.writes = writes;
    }
}
