/**
 * The configuration, read once into records, one for each section. A wrong or unknown key is refused when the server
 * starts, with a message that names the key, its value and what was expected. The package imports no other package of
 * Tutti.
 */
package dev.tutti.config;
