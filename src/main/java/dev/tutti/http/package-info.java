/** HTTP for those who watch over the server: the paths, the replies and the password. */
package dev.tutti.http;
