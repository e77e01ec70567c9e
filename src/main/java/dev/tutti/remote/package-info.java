/** Consumers whose queues are in a server elsewhere. A server loads nothing of it. */
package dev.tutti.remote;
