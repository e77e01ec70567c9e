/**
 * The few things that the server needs and that the public interface of Vert.x does not offer: half-closed sockets, the
 * number of bytes that a socket has not sent yet, the choice of an event loop. Only this package uses the internal classes
 * of Vert.x and the channels and event loops of Netty, which may change with any release. It knows nothing of Tutti.
 */
package dev.tutti.platform;
