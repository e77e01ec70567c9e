/**
 * The program: the main class, the command line, and the start and stop of a server. {@link dev.tutti.MainVerticle}
 * sets up the process. {@link dev.tutti.Server} is one life of the server, from opening the journal to closing it.
 * Only this package deploys verticles.
 */
package dev.tutti;
