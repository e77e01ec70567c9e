package dev.tutti;

import java.util.Optional;

/**
 * The options of the command line.
 *
 * @param plain whether the command line names a configuration and nothing else
 * @param text the text to print instead of starting, for {@code --help} and {@code --version}
 * @param conf the configuration as JSON, or the name of its file
 * @param vertxOptions the options of Vert.x as JSON, or the name of their file
 */
record LaunchOptions(boolean plain, Optional<String> text, Optional<String> conf, Optional<String> vertxOptions) {

    /**
     * Parses the command line. The launcher's parser is set up only if it is needed, because that takes a quarter of
     * the time of a start.
     *
     * @throws dev.tutti.config.ConfigurationException if an argument is unknown or lacks its value
     */
    static LaunchOptions parse(String[] args) {
        if (args.length == 0) {
            return plain(Optional.empty());
        }
        boolean plain = args.length == 2 && args[0].equals("--conf") && isPlain(args[1]);
        return plain ? plain(Optional.of(args[1])) : CommandLineParser.parse(args);
    }

    private static LaunchOptions plain(Optional<String> conf) {
        return new LaunchOptions(true, Optional.empty(), conf, Optional.empty());
    }

    /** Returns whether the parser would take the word as a value: not an option, and not a file of arguments. */
    private static boolean isPlain(String value) {
        return !value.isEmpty() && "-@".indexOf(value.charAt(0)) < 0;
    }
}
