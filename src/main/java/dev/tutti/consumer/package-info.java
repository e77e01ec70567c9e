/**
 * The workers that run inside the server. A {@link dev.tutti.consumer.ConsumerVerticle} takes items from one queue, as
 * a remote worker does with GET, DONE and FAIL, and runs a task for each of them: a Java class that implements {@link
 * dev.tutti.consumer.Task}, a command, an upstream that is reached over TCP or HTTP, or a built-in task.
 *
 * <p>A {@code ConsumerSlot} processes one item at a time. A {@code TaskExecutor} starts the items of one kind of task,
 * and each {@code TaskExecution} is one item that runs. The {@code TaskSupervisor} wraps both with the limits that
 * hold for every kind: the timeout, the size of the result, and the number of items at a time.
 */
package dev.tutti.consumer;
