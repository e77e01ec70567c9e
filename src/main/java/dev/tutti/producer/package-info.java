/**
 * The owners of the queues. Each {@link dev.tutti.producer.ProducerVerticle} owns the queues whose names hash to it, on
 * one event loop, and its services carry out the QUEUE and task commands on them. The queues themselves are in
 * {@code dev.tutti.queue}. The verticle is also the home of the events, locks and their kin, which are in {@code
 * dev.tutti.sync}.
 */
package dev.tutti.producer;
