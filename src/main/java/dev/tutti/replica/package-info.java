/**
 * One node's part in a group of nodes that keep one log by Raft: every entry that was acknowledged is on the disks of a
 * majority, and each node applies the entries in the same order to a state of its own. {@link
 * dev.tutti.replica.Replica} is the engine as others see it. The engine itself is in a package of its own.
 */
package dev.tutti.replica;
