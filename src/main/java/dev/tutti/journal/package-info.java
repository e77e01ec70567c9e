/**
 * What outlives the process: commits of keys and values, gathered into groups, each group one synced write. The database
 * below does not show.
 */
package dev.tutti.journal;
