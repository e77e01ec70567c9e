package dev.tutti;

import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.launcher.application.impl.VertxApplicationCommand;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The command line, read by the launcher's own rules but before the launcher starts, which warns of mistakes and goes
 * on. Options that would deploy something else than one {@link MainVerticle}, or form a cluster, are not
 * known.
 */
final class LaunchOptions {

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

    private final CommandLine commandLine;
    private final ParseResult result;

    private LaunchOptions(CommandLine commandLine, ParseResult result) {
        this.commandLine = commandLine;
        this.result = result;
    }

    /** @throws CommandLine.ParameterException if an argument is not known or lacks its value */
    static LaunchOptions parse(String[] args) {
        CommandLine commandLine =
                new CommandLine(new VertxApplicationCommand(null, VertxApplicationHooks.DEFAULT, null));
        CommandSpec spec = commandLine.setCommandName("run.sh").getCommandSpec();
        TAKEN.forEach(name -> spec.remove(spec.findOption(name)));
        List.copyOf(spec.positionalParameters()).forEach(spec::remove);
        spec.usageMessage()
                .description("Runs the Tutti server.")
                .footer("", "Without --conf it is configured by conf/config.json beside run.sh.");
        // Not before: a specification without regard to case removes only one of an option's names.
        commandLine.setOptionsCaseInsensitive(true);
        return new LaunchOptions(commandLine, commandLine.parseArgs(args));
    }

    boolean help() {
        return result.isUsageHelpRequested();
    }

    void printHelp(PrintStream out) {
        commandLine.usage(out);
    }

    Optional<String> conf() {
        return Optional.ofNullable(result.matchedOptionValue("--conf", null));
    }

    Optional<String> vertxOptions() {
        return Optional.ofNullable(result.matchedOptionValue("--options", null));
    }
}
