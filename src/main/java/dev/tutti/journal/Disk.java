package dev.tutti.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The changes that the journal itself makes to files, beside those of RocksDB. None of them survives a power failure
 * for sure until it is forced: the content of a file by {@link #force}, the names in a directory by {@link
 * #forceNames}. Until then the disk may hold the old or the new state of each name and of each part of a file. Tests
 * have a twin that loses all that was not forced.
 */
class Disk {

    private static final int CHUNK_BYTES = 1 << 20;

    /** Makes a directory of the owner's alone in one that exists; returns whether it is new. */
    boolean makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, OwnerOnly.DIRECTORY);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
            return false;
        }
    }

    /** Makes a directory that exists its owner's alone. */
    void makeOwnerOnly(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, OwnerOnly.DIRECTORY.value());
    }

    /** Replaces the content of the file, which is created if it is missing. */
    void write(Path file, byte[] content) throws IOException {
        try (FileChannel out = open(file)) {
            writeAll(out, ByteBuffer.wrap(content));
        }
    }

    /** Replaces the content of the file, which is created if it is missing, by so many zeros that take real room. */
    void writeZeros(Path file, long bytes) throws IOException {
        try (FileChannel out = open(file)) {
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
            for (long left = bytes; left > 0; left -= zeros.limit()) {
                zeros.clear().limit((int) Math.min(CHUNK_BYTES, left));
                writeAll(out, zeros);
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                OwnerOnly.FILE);
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Cuts the file to that length; does nothing if it is no longer than that. */
    void truncate(Path file, long bytes) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            out.truncate(bytes);
        }
    }

    /** Gives the file another name within its directory, and replaces the file that has that name. */
    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a file; returns whether there was one. */
    boolean delete(Path file) throws IOException {
        return Files.deleteIfExists(file);
    }

    /** Writes the content of the file through to the disk, whoever has written it. */
    void force(Path file) throws IOException {
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.WRITE)) {
            content.force(true);
        }
    }

    /** Writes the names in the directory through to the disk: of files and directories made, renamed or deleted. */
    void forceNames(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory)) {
            names.force(true);
        }
    }

    long usableBytes(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }
}
