/** The proof of who a client is: the server's password, and the tries to guess it. */
package dev.tutti.access;
