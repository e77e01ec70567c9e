package dev.tutti;

import dev.tutti.config.ConfigurationException;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.launcher.application.impl.VertxApplicationCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Reads the command line by the launcher's own rules but before the launcher starts, which warns of mistakes and goes
 * on. Options that would deploy something else than one {@link MainVerticle}, or form a cluster, are not known.
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

    private CommandLineParser() {}

    static LaunchOptions parse(String[] args) {
        CommandLine commandLine = commandLine();
        try {
            ParseResult result = commandLine.parseArgs(args);
            Optional<String> help =
                    result.isUsageHelpRequested() ? Optional.of(commandLine.getUsageMessage()) : Optional.empty();
            return new LaunchOptions(false, help, value(result, "--conf"), value(result, "--options"));
        } catch (ParameterException e) {
            throw new ConfigurationException(e.getMessage() + ", --help lists the options");
        }
    }

    private static CommandLine commandLine() {
        CommandLine commandLine =
                new CommandLine(new VertxApplicationCommand(null, VertxApplicationHooks.DEFAULT, null));
        CommandSpec spec = commandLine.setCommandName("run.sh").getCommandSpec();
        TAKEN.forEach(name -> spec.remove(spec.findOption(name)));
        List.copyOf(spec.positionalParameters()).forEach(spec::remove);
        spec.usageMessage()
                .description("Runs the Tutti server.")
                .footer("", "Without --conf it is configured by conf/config.json beside run.sh.");
        // Not before: a specification without regard to case removes only one of an option's names.
        return commandLine.setOptionsCaseInsensitive(true);
    }

    private static Optional<String> value(ParseResult result, String option) {
        return Optional.ofNullable(result.matchedOptionValue(option, null));
    }
}
