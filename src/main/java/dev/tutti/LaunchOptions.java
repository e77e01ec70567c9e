package dev.tutti;

import java.util.Optional;

/**
 * What the command line says.
 *
 * @param plain whether that is no more than which configuration to take
 * @param help the text to print instead of starting
 * @param conf the configuration, or the file that holds it
 * @param vertxOptions Vert.x's options, or the file that holds them
 */
record LaunchOptions(boolean plain, Optional<String> help, Optional<String> conf, Optional<String> vertxOptions) {

    /**
     * Sets up the launcher's parser only for what needs one, since that is a quarter of a start.
     *
     * @throws dev.tutti.config.ConfigurationException if an argument is not known or lacks its value
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

    /** Whether the parser would take it as it stands: an option is no value, and {@code @} names a file of arguments. */
    private static boolean isPlain(String value) {
        return !value.isEmpty() && "-@".indexOf(value.charAt(0)) < 0;
    }
}
