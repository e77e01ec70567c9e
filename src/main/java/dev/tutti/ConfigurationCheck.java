package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationReport;
import dev.tutti.config.ConfigurationSources;
import dev.tutti.config.TlsConfig;
import dev.tutti.consumer.ConsumerCheck;
import dev.tutti.net.ServerCertificate;
import dev.tutti.platform.Descriptors;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code --check} does: everything that a start checks before it opens the journal and the port. Neither is
 * touched, so a server may run with them meanwhile.
 */
final class ConfigurationCheck {

    private ConfigurationCheck() {}

    /**
     * Returns a text with every value in force, and the warnings of a start.
     *
     * @throws dev.tutti.config.ConfigurationException if a start would refuse the configuration
     */
    static String run(ConfigurationSources sources, Configuration configuration) {
        ConsumerCheck.check(configuration.consumers());
        List<String> warnings = new ArrayList<>();
        sources.omission().ifPresent(warnings::add);
        DescriptorBudget.of(configuration, Descriptors.limit(), Descriptors.open())
                .warning()
                .ifPresent(warnings::add);
        certificateWarning(configuration.server().tls()).ifPresent(warnings::add);
        StringBuilder text = new StringBuilder("The configuration is valid: " + sources.name() + "\n\n");
        text.append(ConfigurationReport.of(configuration, sources));
        warnings.forEach(warning -> text.append("\nWarning: ").append(warning).append('\n'));
        return text.toString();
    }

    private static Optional<String> certificateWarning(TlsConfig tls) {
        if (tls == null) {
            return Optional.empty();
        }
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(1);
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        Vertx vertx = Vertx.vertx(options);
        try {
            return ServerCertificate.check(vertx, tls).warning(Instant.now());
        } finally {
            vertx.close().await();
        }
    }
}
