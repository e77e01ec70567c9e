/**
 * What a node knows of its cluster, as its connections and operators see it: who leads, where clients find the nodes,
 * and whether this node may answer. The log that the nodes keep together is in {@link dev.tutti.replica}.
 */
package dev.tutti.cluster;
