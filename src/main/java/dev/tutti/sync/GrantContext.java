package dev.tutti.sync;

import dev.tutti.waiting.Timers;
import java.util.function.LongSupplier;

/**
 * The environment that all grants of one owner share.
 *
 * @param timers the timers that end leases
 * @param tokens the source of fencing tokens, each larger than every earlier one
 * @param tickets the source of the ages of ACQUIREALLs, which all owners share and which grow
 * @param onWait called when somebody begins to wait for a lock or permit
 * @param memory the memory of the permits that are held
 */
record GrantContext(Timers timers, LongSupplier tokens, LongSupplier tickets, Runnable onWait, PermitMemory memory) {}
