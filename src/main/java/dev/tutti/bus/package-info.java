/**
 * The messages between net servers, consumers and owners. Everything that one sender asks of one owner during a turn
 * travels as one {@link dev.tutti.bus.Requests}, and everything that the owner answers as one {@link
 * dev.tutti.bus.Replies}. A {@link dev.tutti.bus.Poll} asks several owners at once.
 */
package dev.tutti.bus;
