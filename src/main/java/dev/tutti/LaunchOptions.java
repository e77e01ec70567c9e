package dev.tutti;

import java.util.List;
import java.util.Optional;

/**
 * The options of the command line.
 *
 * @param text the text to print instead of starting, for {@code --help} and {@code --version}
 * @param check whether the configuration is to be checked and printed instead of starting
 * @param clusterInit whether a cluster is to be begun with this node instead of starting
 * @param conf the configuration as JSON, or the name of its file
 * @param sets single keys of the configuration, each as {@code KEY=VALUE}
 * @param vertxOptions the options of Vert.x as JSON, or the name of their file
 * @param forLauncher the options that the launcher has to read itself, and their values
 */
record LaunchOptions(
        Optional<String> text,
        boolean check,
        boolean clusterInit,
        Optional<String> conf,
        List<String> sets,
        Optional<String> vertxOptions,
        List<String> forLauncher) {

    /**
     * Parses the command line. The launcher's parser is set up only if it is needed, because that takes a quarter of
     * the time of a start.
     *
     * @throws dev.tutti.config.ConfigurationException if an argument is unknown or lacks its value
     */
    static LaunchOptions parse(String[] args) {
        if (args.length == 0) {
            return usual(Optional.empty());
        }
        boolean plain = args.length == 2 && args[0].equals("--conf") && isPlain(args[1]);
        return plain ? usual(Optional.of(args[1])) : CommandLineParser.parse(args);
    }

    private static LaunchOptions usual(Optional<String> conf) {
        return new LaunchOptions(Optional.empty(), false, false, conf, List.of(), Optional.empty(), List.of());
    }

    /** Returns whether the parser would take the word as a value: not an option, and not a file of arguments. */
    private static boolean isPlain(String value) {
        return !value.isEmpty() && "-@".indexOf(value.charAt(0)) < 0;
    }

    /** Returns whether nothing is left for the launcher's own parser. */
    boolean isPlain() {
        return forLauncher.isEmpty();
    }
}
