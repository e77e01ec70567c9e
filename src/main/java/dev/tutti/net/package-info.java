/**
 * Serves clients over TCP. A net server accepts connections on its event loop. A connection parses the bytes of its
 * client, sends each command to the owner of the name in it, and writes the replies in the order of the commands. This
 * package holds no queue and no lock. It only knows the way to their owners.
 */
package dev.tutti.net;
