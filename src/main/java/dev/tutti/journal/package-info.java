/**
 * Storage that outlives the process: keys and values in a RocksDB database. Commits are gathered into groups, and each
 * group is one synced write, or one entry in the log of a group of nodes. {@link dev.tutti.journal.Journal} is all that
 * other packages see of it.
 */
package dev.tutti.journal;
