/** The engine of Apache Ratis. Its classes take a while to load, so a server without others must load none of them. */
package dev.tutti.replica.ratis;
