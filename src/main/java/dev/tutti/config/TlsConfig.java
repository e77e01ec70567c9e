package dev.tutti.config;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The paths of the server's certificate chain and private key, both PEM files.
 *
 * @param clientCa a PEM file with the certificates of those who vouch for clients; null if clients need none
 */
public record TlsConfig(String cert, String key, String clientCa) {

    /** How the text of a certificate or a key begins. */
    private static final String PEM = "-----BEGIN";

    static TlsConfig from(String path, Object value) {
        Section section = new Section(path, value, "cert", "key", "clientCa");
        String clientCa = section.isNull("clientCa") ? null : file(section, "clientCa");
        return new TlsConfig(file(section, "cert"), file(section, "key"), clientCa);
    }

    /** Reads the path of a PEM file that can be read. */
    static String file(Section section, String key) {
        String expected = "a PEM file that can be read";
        String file = section.text(key, expected);
        if (file.contains(PEM)) {
            throw section.refuseType(key, "is the text of a PEM file, expected its path");
        }
        section.refuseBadFileName(key, file);
        Path path = Path.of(file);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw section.refuse(key, "is not " + expected);
        }
        return file;
    }
}
