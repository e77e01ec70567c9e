/**
 * The runtime of an owner of queues and of other primitives. Commands of each caller run in order as a {@link
 * dev.tutti.coroutine.Coroutine}, and replies leave through the {@link dev.tutti.coroutine.Outbox} when the journal has
 * the changes that they tell of. An owner asks its peers through {@link dev.tutti.coroutine.PeerOwners}.
 */
package dev.tutti.coroutine;
