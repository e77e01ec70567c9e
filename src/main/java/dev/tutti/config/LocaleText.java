package dev.tutti.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Texts that the system hands over in the character set of the locale: arguments, environment variables, and names of
 * files. In the locale C that is ASCII, and Java makes question marks of everything else.
 */
public final class LocaleText {

    /** Java's substitute for bytes that are no character. */
    private static final char REPLACEMENT = '\uFFFD';

    private LocaleText() {}

    /** @throws ConfigurationException if a part of the text was lost when Java read it */
    public static void refuseUnreadable(String source, String text) {
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw new ConfigurationException(source + ": has bytes that are no text in " + characterSet()
                    + ", the character set of the locale, start the server with LC_ALL=C.UTF-8");
        }
    }

    /** Returns the reason why the text cannot be the name of a file, as words behind it; empty if it can. */
    public static Optional<String> fileNameProblem(String name) {
        try {
            Path.of(name);
            return Optional.empty();
        } catch (InvalidPathException e) {
            // The one thing that is wrong in any locale.
            return Optional.of(
                    name.indexOf(0) >= 0
                            ? "is not the path of a file: " + e.getReason()
                            : "cannot be written in " + characterSet()
                                    + ", the character set of the locale, start the server with LC_ALL=C.UTF-8");
        }
    }

    private static String characterSet() {
        return System.getProperty("sun.jnu.encoding");
    }
}
