/**
 * The HTTP server for those who watch over the server: metrics and health checks. Nothing of it is loaded unless the
 * configuration has the section {@code metrics}.
 */
package dev.tutti.metrics;
