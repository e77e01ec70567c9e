package dev.tutti.client;

/**
 * The reply to a {@link Request}.
 *
 * @param value null if the request has timed out
 * @param connection on which it came
 * @param release gives the connection back; does nothing if the caller does not keep it
 */
record Reply(Object value, Connection connection, Runnable release) {}
