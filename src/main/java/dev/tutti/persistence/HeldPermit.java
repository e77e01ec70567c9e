package dev.tutti.persistence;

/**
 * A lock, or permits of a semaphore, that were held under its token when the server ended.
 *
 * @param isLock whether it is a lock
 * @param limit the permits of the semaphore
 * @param permits as many of them as are held under the token
 * @param lease the length of its lease in milliseconds
 * @param left the milliseconds until the end of its lease, 0 or less if that has passed
 */
public record HeldPermit(long token, boolean isLock, String name, int limit, int permits, long lease, long left) {}
