package dev.tutti.net;

import dev.tutti.command.Reply;

/** The connection, as its session sees it. */
interface SessionClient {
    long id();

    CommandPipeline pipeline();

    ReplyOutput output();

    /** Writes a reply in the order of the commands. */
    void write(Reply reply);

    /** The client's address and port. */
    String remoteAddress();

    /** The line of CLIENT LIST. */
    String describe();

    /** An operation holds this many bytes, besides its command. */
    void operationHolds(long bytes);

    /** Encodes all further replies as RESP3, or else as RESP2. */
    void resp3(boolean on);

    /** Sends the replies written so far, then closes. Nothing more is read or answered. */
    void closeAfterWriting();
}
