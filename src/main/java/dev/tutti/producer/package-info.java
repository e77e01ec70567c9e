/**
 * The owners of the queues. Each {@link dev.tutti.producer.ProducerVerticle} owns the queues whose names hash to it, on
 * one event loop, and its services carry out the QUEUE and task commands on them. The queues themselves are in
 * {@code dev.tutti.queue}.
 */
package dev.tutti.producer;
