package dev.tutti.config;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A secret of the configuration: a text, or an object such as {@code {"file": "/run/secrets/tutti"}} that names a file
 * with the text in one line. So the configuration can be read by everybody, and the file by the server alone.
 */
final class SecretValue {

    /** A longer one could not be sent: before AUTH a word of a request has no more bytes. */
    static final int MOST_BYTES = 16 << 10;

    private static final String FILE = "file";

    private SecretValue() {}

    /**
     * Returns the text, or null if the value is null. The object of the configuration in force has the text, too, so
     * that it is hidden like any other.
     */
    static String read(Section section, String key) {
        Object value = section.value(key, null);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonObject) {
            value = textOf(new Section(section.path(key), value, FILE));
            section.set(key, value);
        }
        if (!(value instanceof String text) || text.isEmpty()) {
            throw new ConfigurationException(section.path(key)
                    + ": the value (not shown here) is not a string of one character or more, an object such as"
                    + " {\"file\": \"password.txt\"}, or null");
        }
        return text;
    }

    private static String textOf(Section section) {
        String file = section.text(FILE, "the name of a file");
        section.refuseBadFileName(FILE, file);
        try {
            String text = withoutLineEnd(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(section, Path.of(file))))
                    .toString());
            if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
                throw section.refuse(FILE, "does not hold one line of text without control characters");
            }
            return text;
        } catch (NoSuchFileException e) {
            throw section.refuse(FILE, "does not exist, expected a file with the secret in one line");
        } catch (CharacterCodingException e) {
            throw section.refuse(FILE, "is not in UTF-8");
        } catch (IOException e) {
            throw section.refuse(FILE, "cannot be read (" + e.getMessage() + ")");
        }
    }

    private static byte[] bytes(Section section, Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw section.refuse(FILE, "has more than " + MOST_BYTES + " bytes, expected one line with the secret");
            }
            return bytes;
        }
    }

    /** The last line end is the editor's, and no part of the secret. */
    private static String withoutLineEnd(String text) {
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
