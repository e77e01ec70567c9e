/**
 * Facts about the running server for the people who operate it: the text of INFO, the counters behind it, and the
 * version that the server was built from. Every event loop may use them.
 */
package dev.tutti.ops;
