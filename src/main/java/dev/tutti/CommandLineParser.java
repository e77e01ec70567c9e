package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConfigurationSources;
import dev.tutti.ops.Build;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.launcher.application.impl.VertxApplicationCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses the command line with the launcher's own parser, before the launcher does. The launcher only warns of
 * mistakes. This parser refuses them. Options that would deploy anything but one {@link MainVerticle}, or form a
 * cluster, are unknown to it.
 */
final class CommandLineParser {

    private static final List<String> TAKEN = List.of(
            "--deployment-options",
            "--worker",
            "--virtual-thread",
            "--instances",
            "--cluster",
            "--cluster-port",
            "--cluster-host",
            "--cluster-public-port",
            "--cluster-public-host");

    private static final String CONF = "--conf";
    private static final String SET = "--set";
    private static final String CHECK = "--check";
    private static final String CLUSTER_INIT = "--cluster-init";
    /** Options that are answered here, so that the launcher need not read them. */
    private static final List<String> OWN = List.of(CONF, SET, CHECK, CLUSTER_INIT);

    private static final String USAGE = "usage.txt";
    private static final String PASSWORD = "server.password";

    private CommandLineParser() {}

    static LaunchOptions parse(String[] args) {
        CommandLine commandLine = commandLine();
        try {
            ParseResult result = commandLine.parseArgs(args);
            return new LaunchOptions(
                    text(result),
                    result.hasMatchedOption(CHECK),
                    result.hasMatchedOption(CLUSTER_INIT),
                    value(result, CONF),
                    List.of(result.matchedOptionValue(SET, new String[0])),
                    value(result, "--options"),
                    forLauncher(result));
        } catch (UnmatchedArgumentException e) {
            throw new ConfigurationException(unmatched(e.getUnmatched()) + ", --help lists the options");
        } catch (ParameterException e) {
            throw new ConfigurationException(e.getMessage() + ", --help lists the options");
        }
    }

    /** Returns the text that is to be printed instead of starting, if one was asked for. */
    private static Optional<String> text(ParseResult result) {
        if (result.isUsageHelpRequested()) {
            return Optional.of(usage());
        }
        boolean version = result.isVersionHelpRequested();
        return version ? Optional.of("Tutti " + Build.description() + System.lineSeparator()) : Optional.empty();
    }

    /** Returns the text that {@code run.sh} prints without a build. */
    private static String usage() {
        try (InputStream text = CommandLineParser.class.getResourceAsStream(USAGE)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names of all options, each without its other spellings. */
    static List<String> options() {
        return commandLine().getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
    }

    private static CommandLine commandLine() {
        CommandLine commandLine =
                new CommandLine(new VertxApplicationCommand(null, VertxApplicationHooks.DEFAULT, null));
        CommandSpec spec = commandLine.setCommandName("run.sh").getCommandSpec();
        TAKEN.forEach(name -> spec.remove(spec.findOption(name)));
        List.copyOf(spec.positionalParameters()).forEach(spec::remove);
        spec.addOption(
                OptionSpec.builder("-version", "--version").versionHelp(true).build());
        spec.addOption(OptionSpec.builder("-check", CHECK).arity("0").build());
        spec.addOption(
                OptionSpec.builder("-cluster-init", CLUSTER_INIT).arity("0").build());
        spec.addOption(OptionSpec.builder("-set", SET)
                .paramLabel("KEY=VALUE")
                .type(String[].class)
                .arity("1")
                .build());
        // This comes last, because remove() forgets only one of an option's names once case is ignored.
        return commandLine.setOptionsCaseInsensitive(true);
    }

    private static Optional<String> value(ParseResult result, String option) {
        return Optional.ofNullable(result.matchedOptionValue(option, null));
    }

    private static List<String> forLauncher(ParseResult result) {
        return result.matchedOptions().stream()
                .filter(option -> !OWN.contains(option.longestName()))
                .flatMap(option ->
                        option.originalStringValues().stream().map(value -> option.longestName() + "=" + value))
                .toList();
    }

    /**
     * Says what to write in the place of an option of other servers, such as {@code --port 7777}, or of a word without
     * an option. The value is shown only if it cannot be a password.
     */
    private static String unmatched(List<String> words) {
        String first = words.get(0);
        if (!first.startsWith("-")) {
            boolean isPort = !first.isEmpty() && first.chars().allMatch(c -> c >= '0' && c <= '9');
            return "Unknown argument: '" + first + "', write " + (isPort ? SET + " server.port=" : CONF + " ") + first;
        }
        int equals = first.indexOf('=');
        String option = equals < 0 ? first : first.substring(0, equals);
        String problem = "Unknown option: '" + option + "'";
        List<String> paths = Configuration.pathsOf(option.substring(option.startsWith("--") ? 2 : 1));
        if (paths.isEmpty()) {
            return problem;
        }
        if (paths.contains(PASSWORD)) {
            return problem + ", set " + PASSWORD + " in the configuration, or the environment variable "
                    + ConfigurationSources.PASSWORD_VARIABLE;
        }
        boolean follows = equals < 0 && words.size() > 1;
        String value = follows ? words.get(1) : equals < 0 ? "VALUE" : first.substring(equals + 1);
        return paths.stream()
                .map(path -> SET + " " + path + "=" + value)
                .collect(Collectors.joining(" or ", problem + ", write ", ""));
    }
}
