/** RESP, the Redis protocol: bytes to commands, replies to bytes. */
package dev.tutti.resp;
