/**
 * Waiters and timers. {@link dev.tutti.waiting.WaitQueue} keeps the waiters for one thing in order, and
 * {@link dev.tutti.waiting.Timers} runs actions when their time has come. Nothing here knows a
 * socket. The time comes from {@code Timers}: tests give it a clock of their own, and the server the process's
 * monotonic clock. Each object belongs to one event loop.
 */
package dev.tutti.waiting;
