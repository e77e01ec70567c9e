package dev.tutti;

import dev.tutti.config.ConfigurationException;
import dev.tutti.ops.Build;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.launcher.application.impl.VertxApplicationCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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

    private CommandLineParser() {}

    static LaunchOptions parse(String[] args) {
        CommandLine commandLine = commandLine();
        try {
            ParseResult result = commandLine.parseArgs(args);
            return new LaunchOptions(
                    false, text(commandLine, result), value(result, "--conf"), value(result, "--options"));
        } catch (ParameterException e) {
            throw new ConfigurationException(e.getMessage() + ", --help lists the options");
        }
    }

    /** Returns the text that is to be printed instead of starting, if one was asked for. */
    private static Optional<String> text(CommandLine commandLine, ParseResult result) {
        if (result.isUsageHelpRequested()) {
            return Optional.of(commandLine.getUsageMessage());
        }
        boolean version = result.isVersionHelpRequested();
        return version ? Optional.of("Tutti " + Build.description() + System.lineSeparator()) : Optional.empty();
    }

    private static CommandLine commandLine() {
        CommandLine commandLine =
                new CommandLine(new VertxApplicationCommand(null, VertxApplicationHooks.DEFAULT, null));
        CommandSpec spec = commandLine.setCommandName("run.sh").getCommandSpec();
        TAKEN.forEach(name -> spec.remove(spec.findOption(name)));
        List.copyOf(spec.positionalParameters()).forEach(spec::remove);
        spec.addOption(OptionSpec.builder("-version", "--version")
                .versionHelp(true)
                .description("Display the version and the commit.")
                .build());
        spec.usageMessage()
                .description("Runs the Tutti server.")
                .footer("", "Without --conf it is configured by conf/config.json beside run.sh.");
        // This comes last, because remove() forgets only one of an option's names once case is ignored.
        return commandLine.setOptionsCaseInsensitive(true);
    }

    private static Optional<String> value(ParseResult result, String option) {
        return Optional.ofNullable(result.matchedOptionValue(option, null));
    }
}
