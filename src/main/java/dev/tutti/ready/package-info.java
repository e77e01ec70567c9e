/**
 * The storage of items that are ready to be delivered, in the order of their delivery. A short queue is a plain linked
 * list. A long one keeps the items between its two ends in blocks, as a few arrays instead of objects, and a block can
 * drop its bodies, which only the journal has then. An item without its body keeps its place, and gets its body again
 * when somebody has read it.
 *
 * <p>The package knows ids, priorities and bodies. Of a queue it knows the kind, which sets the order, and
 * nothing else. It knows no workers and no leases.
 * Every class belongs to one event loop.
 */
package dev.tutti.ready;
