/** The proof of who a client is: the passwords of its users, and the tries to guess them. */
package dev.tutti.access;
