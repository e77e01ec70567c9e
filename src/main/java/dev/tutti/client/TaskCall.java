package dev.tutti.client;

import io.vertx.core.buffer.Buffer;

/**
 * A task and the item to run it with, for {@link Tutti#gather}.
 *
 * @param task the name of the task, which is its queue
 */
public record TaskCall(String task, Buffer item) {}
