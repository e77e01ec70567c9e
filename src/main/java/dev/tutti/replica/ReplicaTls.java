package dev.tutti.replica;

import java.nio.file.Path;

/**
 * The PEM files with which nodes prove to each other who they are. A certificate must name the host of its node's
 * address as an alternative name of its subject.
 *
 * @param cert the certificate of this node, and those of its issuers
 * @param key its private key
 * @param ca the certificates of those who vouch for the other nodes
 */
public record ReplicaTls(Path cert, Path key, Path ca) {}
