package dev.tutti.sync;

import dev.tutti.waiting.Timers;
import java.util.function.LongSupplier;

/**
 * The environment that all grants of one owner share.
 *
 * @param timers the timers that end leases
 * @param tokens the source of fencing tokens, each larger than every earlier one
 * @param onWait called when somebody begins to wait for a lock or permit
 * @param memory the memory of the permits that are held
 */
record GrantContext(Timers timers, LongSupplier tokens, Runnable onWait, PermitMemory memory) {}
