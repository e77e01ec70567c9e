/**
 * Waiters and timers. {@link dev.tutti.waiting.WaitQueue} keeps the waiters for one thing in order, and
 * {@link dev.tutti.waiting.Timers} runs actions when their time has come. Nothing here knows a socket or a real clock, so
 * tests pass the time in. Each object belongs to one event loop.
 */
package dev.tutti.waiting;
