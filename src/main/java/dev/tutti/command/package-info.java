/**
 * Commands and replies as immutable records. {@link dev.tutti.command.CommandTable} lists every command with its syntax
 * and its decoder, and is the best place to begin reading the server. A command holds no logic: the services of the
 * owners carry it out.
 */
package dev.tutti.command;
