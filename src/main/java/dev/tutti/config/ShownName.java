package dev.tutti.config;

/** Shows a name that a client chose inside a text, so that it cannot pass for another part of the text. */
public final class ShownName {

    /** What the texts put between and around names. */
    private static final String PUNCTUATION = "(),<>=\"\\'";

    private ShownName() {}

    /**
     * The name itself if it could not be mistaken for anything else, and otherwise the name in double quotes, with
     * {@code "}, {@code \} and invisible characters escaped.
     */
    public static String of(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (PUNCTUATION.indexOf(c) >= 0 || isInvisible(c)) {
                return quoted(name);
            }
        }
        return name;
    }

    private static String quoted(String name) {
        return '"' + visible(name.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** The text with each invisible character replaced by its code point in hexadecimal. */
    private static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isInvisible(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** Whether the character changes how a text looks without being seen, as those that turn its direction do. */
    static boolean isInvisible(int c) {
        return Character.isISOControl(c)
                || switch (Character.getType(c)) {
                    case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
    }
}
