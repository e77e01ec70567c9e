/**
 * The few things that the server needs and that the public interface of Vert.x does not offer: half-closed sockets, the
 * number of bytes that a socket has not sent yet, the choice of an event loop. The internal classes of Vert.x and the
 * channels and event loops of Netty may change with any release, so they are used in this package. There are two
 * exceptions: {@code Tutti} and {@code CommandLineParser} use the launcher's, and {@code CoroutineMap} uses a map of
 * Netty's. The package knows nothing of Tutti.
 */
package dev.tutti.platform;
