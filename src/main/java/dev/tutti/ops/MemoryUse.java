package dev.tutti.ops;

import java.util.function.LongSupplier;

/**
 * A part of the memory that has a limit of its own.
 *
 * @param content the things that take the memory, in one word
 * @param used the bytes in use. It is called from any thread.
 * @param limit in bytes, which may change. It is called from any thread.
 */
public record MemoryUse(String content, LongSupplier used, LongSupplier limit) {}
