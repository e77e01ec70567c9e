/**
 * What is written into the journal of queues, items, results, events and numbers, and how it is read back. What an owner
 * has to write gathers during a turn, and is one commit.
 */
package dev.tutti.persistence;
