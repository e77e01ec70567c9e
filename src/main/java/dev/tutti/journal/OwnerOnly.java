package dev.tutti.journal;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The permissions of new files and directories of a journal: they hold other people's items. */
final class OwnerOnly {

    static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = of("rwx------");
    static final FileAttribute<Set<PosixFilePermission>> FILE = of("rw-------");

    private OwnerOnly() {}

    private static FileAttribute<Set<PosixFilePermission>> of(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
