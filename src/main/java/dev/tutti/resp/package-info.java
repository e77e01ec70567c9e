/**
 * The Redis protocol, RESP2 and RESP3. {@link dev.tutti.resp.RequestParser} turns the bytes of a connection into the
 * words of commands, and {@link dev.tutti.resp.ReplyWriter} turns replies into bytes. Nothing here knows a socket, an
 * event loop or the meaning of a command.
 */
package dev.tutti.resp;
