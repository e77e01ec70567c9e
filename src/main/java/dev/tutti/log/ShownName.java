package dev.tutti.log;

/**
 * Shows a name that a client chose inside a text, such as a line of the log or an error, so that it cannot pass for
 * another part of the text.
 */
public final class ShownName {

    /** What the texts put between and around names. */
    private static final String PUNCTUATION = "(),<>=\"\\'";

    private static final int LONGEST = 300;

    private ShownName() {}

    /**
     * The name itself if it could not be mistaken for anything else, and otherwise the name in double quotes, with
     * {@code "}, {@code \} and invisible characters escaped.
     */
    public static String of(String name) {
        return isPlain(name) ? name : quoted(name);
    }

    /** Without a stream, since this is done for each of very many events. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            if (PUNCTUATION.indexOf(c) >= 0 || isInvisible(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    /** The beginning of a long text. */
    public static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /**
     * The text with each invisible character as its code point, such as U+202E, so that it cannot turn or end the text.
     */
    public static String readable(String text) {
        return text.codePoints().anyMatch(ShownName::isInvisible) ? visible(text, "U+%04X") : text;
    }

    private static String quoted(String name) {
        return '"' + visible(name.replace("\\", "\\\\").replace("\"", "\\\""), "\\u%04x") + '"';
    }

    /** The text with each invisible character replaced by its code point in that format. */
    private static String visible(String text, String format) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isInvisible(c)) {
                shown.append(String.format(format, c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /**
     * Whether the character is blank, but not the usual space, or changes how a text looks without being seen. Such are
     * control characters, all other spaces, those that turn the direction of a text, and all that Unicode lets a
     * program leave out.
     */
    public static boolean isInvisible(int c) {
        return Character.isISOControl(c)
                || switch (Character.getType(c)) {
                    case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
                    case Character.SPACE_SEPARATOR -> c != ' ';
                    default -> c > 0xFF && (isIgnorable(c) || isBlank(c));
                };
    }

    /** Unicode's property Default_Ignorable_Code_Point, without what has the type FORMAT. */
    private static boolean isIgnorable(int c) {
        return c == 0x034F // combining grapheme joiner
                || c == 0x115F // Hangul fillers
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x17B4 // Khmer's inherent vowels
                || c == 0x17B5
                || c >= 0x180B && c <= 0x180F // Mongolian variation selectors
                || c >= 0x2060 && c <= 0x206F
                || c >= 0xFE00 && c <= 0xFE0F // variation selectors
                || c >= 0xFFF0 && c <= 0xFFF8
                || c >= 0xE0000 && c <= 0xE0FFF; // tags, and more variation selectors
    }

    /** Blank without being white space: a Braille pattern, a Khitan filler and a musical symbol. */
    private static boolean isBlank(int c) {
        return c == 0x2800 || c == 0x16FE4 || c == 0x1D159;
    }
}
