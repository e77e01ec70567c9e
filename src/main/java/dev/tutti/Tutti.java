package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConfigurationFile;
import dev.tutti.config.ConfigurationSources;
import dev.tutti.config.LocaleText;
import dev.tutti.log.LogFile;
import dev.tutti.log.LogSetup;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.ExitCodes;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.impl.CommandException;
import io.vertx.launcher.application.impl.VertxApplicationCommand;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The main class. It is the Vert.x launcher with one difference: a wrong command line or configuration ends the process
 * with one line on standard error and exit code 2.
 */
public final class Tutti extends VertxApplication {

    /** The property that names the directory of {@code run.sh}, in which {@code conf/config.json} is. */
    private static final String HOME = "tutti.home";

    private final LaunchOptions options;
    private final LaunchHooks hooks;

    private Tutti(LaunchOptions options, LaunchHooks hooks) {
        super(options.forLauncher().toArray(String[]::new), hooks, false, true);
        this.options = options;
        this.hooks = hooks;
    }

    public static void main(String[] args) {
        try {
            refuseUnreadable(args);
            LaunchOptions options = LaunchOptions.parse(args);
            if (options.text().isPresent()) {
                System.out.print(options.text().get());
                return;
            }
            // The log has been set up by now, when the superclass was loaded.
            LogFile.problem().ifPresent(Tutti::refuse);
            LogFile.warnings().forEach(System.err::println);
            Optional<JsonObject> vertxOptions =
                    options.vertxOptions().map(given -> ConfigurationFile.read("--options", given));
            vertxOptions.ifPresent(VertxOptionsCheck::check);
            ConfigurationSources sources =
                    ConfigurationSources.read(usualFile(), options.conf(), options.sets(), System.getenv());
            Configuration configuration = Configuration.from(sources.json());
            if (options.check()) {
                System.out.print(ConfigurationCheck.run(sources, configuration));
                return;
            }
            LogSetup.use(configuration.logging());
            if (options.clusterInit()) {
                System.out.print(ClusterInit.run(configuration));
                return;
            }
            ProcessEnd.prepare();
            new Tutti(options, new LaunchHooks(sources, configuration, vertxOptions.orElseGet(JsonObject::new)))
                    .launch();
        } catch (ConfigurationException e) {
            refuse(e.getMessage());
        }
    }

    private static void refuseUnreadable(String[] args) {
        for (String argument : args) {
            LocaleText.refuseUnreadable("command line", argument);
        }
        LocaleText.refuseUnreadable("working directory", System.getProperty("user.dir"));
    }

    private static Path usualFile() {
        return Path.of(System.getProperty(HOME, ""), "conf", "config.json");
    }

    /** Starts without the launcher's own parser if {@link LaunchOptions} has already read the whole command line. */
    @Override
    public int launch() {
        return options.isPlain() ? launchPlainly() : super.launch();
    }

    private int launchPlainly() {
        Logger log = LoggerFactory.getLogger(VertxApplication.class);
        int code = 0;
        try {
            new VertxApplicationCommand(this, hooks, log).run();
        } catch (CommandException e) {
            code = e.getCode();
        } catch (RuntimeException e) {
            log.error("Failed to start", e);
            code = ExitCodes.SOFTWARE;
        }
        if (code != 0) {
            ProcessEnd.exit(code);
        }
        return code;
    }

    /** Prints the line on standard error and ends the process. The exit closes Vert.x if it has started. */
    static void refuse(String line) {
        refuse(line, ExitCodes.USAGE);
    }

    static void refuse(String line, int exitCode) {
        System.err.println(line.replaceAll("\\s*\\R\\s*", " "));
        ProcessEnd.exit(exitCode);
    }
}
