/**
 * The storage of items that are ready to be delivered, in the order of their delivery. A short queue is a plain linked
 * list. A long one keeps the items between its two ends in blocks, as a few arrays instead of objects, and a block can
 * drop its bodies and read them from the journal again.
 *
 * <p>The package knows ids, priorities, bodies and a reader of bodies. It knows nothing of queues, workers or leases.
 * Every class belongs to one event loop.
 */
package dev.tutti.ready;
