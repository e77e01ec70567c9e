package dev.tutti.sync;

import dev.tutti.waiting.Timers;
import java.util.function.LongSupplier;

/**
 * What the grants of one owner have in common.
 *
 * @param timers when their leases end
 * @param tokens each larger than every earlier one
 * @param onWait told when somebody begins to wait for what another holds
 */
record GrantContext(Timers timers, LongSupplier tokens, Runnable onWait) {}
