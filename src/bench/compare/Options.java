import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the command line asks for.
 *
 * @param wanted what is to be found in the name of a row
 * @param warmUp seconds
 */
record Options(Pattern wanted, boolean list, int rounds, double seconds, double warmUp, Path out) {

    private static final String USAGE =
            "compare.sh [pattern] [--list] [--rounds 3] [--seconds 2] [--warm-up 10] [--out directory]";

    /** Throws IllegalArgumentException with a sentence for whoever has typed it. */
    static Options from(List<String> arguments, String out) {
        List<String> words = new ArrayList<>(arguments);
        boolean list = words.remove("--list");
        int rounds = (int) number(words, "--rounds", 3);
        double seconds = number(words, "--seconds", 2);
        double warmUp = number(words, "--warm-up", 10);
        Path directory = Path.of(option(words, "--out", out));
        String pattern = words.isEmpty() ? "" : words.remove(0);
        if (!words.isEmpty() || pattern.startsWith("-")) {
            throw new IllegalArgumentException("unknown: " + (words.isEmpty() ? pattern : words) + "; " + USAGE);
        }
        if (rounds < 1 || seconds <= 0 || warmUp < 0) {
            throw new IllegalArgumentException("rounds and seconds are more than 0, and the warm-up is not less");
        }
        try {
            return new Options(Pattern.compile(pattern), list, rounds, seconds, warmUp, directory);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(pattern + " is no pattern: " + e.getDescription());
        }
    }

    private static double number(List<String> words, String name, int otherwise) {
        String value = option(words, name, String.valueOf(otherwise));
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " " + value + " is no number; " + USAGE);
        }
    }

    /** Takes an option and its value out of the words. */
    private static String option(List<String> words, String name, String otherwise) {
        int at = words.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        words.remove(at);
        if (at == words.size()) {
            throw new IllegalArgumentException(name + " lacks a value; " + USAGE);
        }
        return words.remove(at);
    }
}
