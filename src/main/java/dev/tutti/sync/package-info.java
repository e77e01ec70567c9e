/**
 * asyncio's synchronization primitives with names: events, locks, semaphores, conditions and barriers. Each
 * owner has the {@link dev.tutti.sync.Primitives} whose names hash to it, on one event loop, so none of them needs a
 * Java lock. {@link dev.tutti.sync.DeadlockDetector} finds cycles across all owners.
 */
package dev.tutti.sync;
