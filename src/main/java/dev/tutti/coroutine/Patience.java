package dev.tutti.coroutine;

/** Whether a wait goes on when the client has ended its side of the stream. */
public enum Patience {
    /** The command waits for another client. It is withdrawn when its own client sends no more. */
    WHILE_CLIENT_LISTENS,
    /** The command waits for a task, whose result is still wanted. */
    UNTIL_ANSWERED,
    /** A consumer of this process waits for work. This counts as nobody's command. */
    OF_A_CONSUMER
}
