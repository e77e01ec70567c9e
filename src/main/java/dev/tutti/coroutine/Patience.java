package dev.tutti.coroutine;

/**
 * How long a command waits: whether it goes on when the client has ended its side of the stream, and when an item that
 * the client works on is cancelled.
 */
public enum Patience {
    /** The command waits for another client. It is withdrawn when its own client sends no more. */
    WHILE_CLIENT_LISTENS,
    /** The command will be answered, and the reply is still wanted. */
    UNTIL_ANSWERED,
    /** The command runs a task. It goes on as {@link #UNTIL_ANSWERED}, but is cancelled with an item of its client. */
    OF_A_RUN,
    /** The command awaits a task that others may await too. It ends with its client's input, and with its item. */
    OF_AN_AWAIT,
    /** A consumer of this process waits for work. This counts as nobody's command. */
    OF_A_CONSUMER;

    /** Whether the command is withdrawn when its client sends no more. */
    boolean endsWithInput() {
        return this == WHILE_CLIENT_LISTENS || this == OF_AN_AWAIT;
    }

    /** Whether the command is cancelled when an item that its client works on is. */
    boolean endsWithItem() {
        return this == OF_A_RUN || this == OF_AN_AWAIT;
    }
}
