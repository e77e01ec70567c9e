/**
 * The records that owners keep in the journal: queues, items with their traces, results,
 * schedules, events, detached locks and permits, and numbers. During a turn an owner
 * gathers its changes in a {@link dev.tutti.persistence.TurnLog}, which becomes one commit, and {@link
 * dev.tutti.persistence.Recovery} reads the records back at the start.
 */
package dev.tutti.persistence;
