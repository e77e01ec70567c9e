/**
 * A Vert.x client of a Tutti server. {@link dev.tutti.client.Tutti#connect} is the way in. The package is a jar of its
 * own, {@code tutti-…-client.jar}, which needs vertx-core alone.
 *
 * <p>A {@code Client} is one life of a client, on an event loop of its own, where all of its state is. {@code
 * ControlConnection} is the connection of the commands that do not wait. A command that may wait is a {@code
 * WaitingCall}, which takes a connection of its own from the {@code ConnectionPool}. The {@code Connector} makes
 * connections, and finds the leader of a cluster. A {@code Renewal} keeps the lease of a {@link dev.tutti.client.Hold}
 * or an {@link dev.tutti.client.Item}.
 */
package dev.tutti.client;
