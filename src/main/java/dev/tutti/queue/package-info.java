/**
 * Work queues: asyncio's {@code Queue} with acknowledgement. An item is ready, then in flight on a lease, until a
 * worker finishes it. A queue is changed by
 * {@link dev.tutti.queue.WorkQueue} and the doors that it opens. {@link dev.tutti.queue.Queues} has the queues of one
 * owner by name.
 *
 * <p>The package does no input and output: time, ids and the journal are passed in. Every class belongs to one event
 * loop, except {@link dev.tutti.queue.MemoryLimit}, which all event loops share.
 */
package dev.tutti.queue;
