/**
 * The page that shows a running server to people in their browsers: a file of HTML with its script and its style, and
 * the answers in JSON that the script asks for. With actions it also changes queues, by the commands that clients send.
 */
package dev.tutti.page;
