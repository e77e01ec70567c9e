package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConfigurationFile;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.ExitCodes;
import io.vertx.launcher.application.VertxApplication;
import java.nio.file.Path;
import picocli.CommandLine.ParameterException;

/**
 * The main class: the Vert.x launcher, except that a wrong command line or configuration is refused with one line on
 * standard error and exit code 2.
 */
public final class Tutti extends VertxApplication {

    /** The directory of {@code run.sh}, where {@code conf/config.json} is. */
    private static final String HOME = "tutti.home";

    private Tutti(String[] args, LaunchHooks hooks) {
        super(args, hooks, false, true);
    }

    public static void main(String[] args) {
        try {
            LaunchOptions options = LaunchOptions.parse(args);
            if (options.help()) {
                options.printHelp(System.out);
                return;
            }
            new Tutti(args, hooks(options)).launch();
        } catch (ParameterException e) {
            refuse(e.getMessage() + ", --help lists the options");
        } catch (ConfigurationException e) {
            refuse(e.getMessage());
        }
    }

    /** Ends the process; Vert.x, if it has started, is closed on the way out. */
    static void refuse(String line) {
        System.err.println(line.replaceAll("\\s*\\R\\s*", " "));
        System.exit(ExitCodes.USAGE);
    }

    private static LaunchHooks hooks(LaunchOptions options) {
        options.vertxOptions().ifPresent(json -> ConfigurationFile.read("--options", json));
        String usual =
                Path.of(System.getProperty(HOME, ""), "conf", "config.json").toString();
        JsonObject json = ConfigurationFile.read("--conf", options.conf().orElse(usual));
        return new LaunchHooks(json, Configuration.from(json));
    }
}
