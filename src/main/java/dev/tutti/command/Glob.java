package dev.tutti.command;

/**
 * A pattern in which {@code *} stands for any characters and {@code ?} for one. A match takes time in proportion to the
 * length of the pattern plus the square of the length of the text, whatever the pattern is.
 */
final class Glob {

    private static final int NONE = -1;

    private final String pattern;

    Glob(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Matches from left to right. After a mismatch the last star takes one character more. Earlier stars need no second
     * try: whatever they could leave to the last star, it can take by itself.
     */
    boolean matches(String text) {
        int at = 0;
        int star = NONE;
        int behindStar = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                behindStar = i;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(i))) {
                at++;
                i++;
            } else if (star != NONE) {
                at = star + 1;
                i = ++behindStar;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
