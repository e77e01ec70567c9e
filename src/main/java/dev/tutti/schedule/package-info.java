/**
 * Schedules, which put an item again and again: the times at which they are due, and those of one owner in the order of
 * these times. The time is always an argument, in milliseconds since 1970.
 */
package dev.tutti.schedule;
