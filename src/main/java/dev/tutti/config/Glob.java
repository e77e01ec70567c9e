package dev.tutti.config;

/**
 * A pattern in which {@code *} stands for any characters and {@code ?} for one. A match takes time in proportion to the
 * square of the length of the text, whatever the pattern is. Clients' patterns are short: see {@link #LONGEST}.
 */
public record Glob(String pattern) {

    /** The most bytes of a client's pattern. */
    public static final int LONGEST = 1024;

    private static final int NONE = -1;

    public Glob {
        pattern = withSingleStars(pattern);
    }

    /** Adjacent stars mean the same as one. */
    private static String withSingleStars(String pattern) {
        StringBuilder single = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '*' || i == 0 || pattern.charAt(i - 1) != '*') {
                single.append(c);
            }
        }
        return single.toString();
    }

    /**
     * Matches from left to right. After a mismatch the last star takes one character more. Earlier stars need no second
     * try: whatever they could leave to the last star, it can take by itself.
     */
    public boolean matches(String text) {
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
        return at == pattern.length() || at == pattern.length() - 1 && pattern.charAt(at) == '*';
    }
}
