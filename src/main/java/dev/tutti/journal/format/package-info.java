/**
 * The knowledge of RocksDB that goes beyond its documented interface: the bytes of a batch, the records of a log, the
 * manifest and the texts of errors. {@code RocksFormatTest} compares all of it with the release in use, so that it
 * fails first when a new release writes any of it differently.
 */
package dev.tutti.journal.format;
