/**
 * The server's log lines. {@link dev.tutti.log.LogProvider} starts logback for SLF4J without its XML files and its
 * search for services, since both make every start slower. A logback file given by the user still takes precedence.
 */
package dev.tutti.log;
