package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import dev.tutti.config.Units;
import dev.tutti.journal.RocksJournal;
import dev.tutti.metrics.MetricsVerticle;
import dev.tutti.net.ConnectionLimits;
import java.util.Optional;

/**
 * The file descriptors of the process, divided among the journal, the tasks and the connections. Connections get what
 * is left, so that they never keep the journal from opening a file.
 *
 * @param limit the most that the process may have open
 * @param open those that are open before the server starts
 * @param journal those that the journal may open
 * @param tasks those that tasks may open, as far as the configuration tells
 * @param other those for the listening sockets, refused connections, connections of HTTP and short uses
 * @param wanted the connections that the configuration allows
 */
record DescriptorBudget(long limit, long open, long journal, long tasks, long other, int wanted) {

    /** A child process has three pipes, and each has two ends until the process has started. */
    private static final int EACH_PROCESS = 6;
    /** For what is open briefly, and for what the classes of users open. */
    private static final int SPARE = 16;

    static DescriptorBudget of(Configuration configuration, long limit, long open) {
        int instances = configuration.server().instances();
        return new DescriptorBudget(
                limit,
                open,
                configuration.producer().journal() == null ? 0 : RocksJournal.descriptors(limit),
                configuration.consumers().stream()
                        .mapToLong(DescriptorBudget::descriptors)
                        .sum(),
                // Each net server listens, or reads the kernel's table of connections.
                1 + instances + ConnectionLimits.MOST_REFUSED + SPARE + ofMetrics(configuration),
                configuration.connect() == null ? configuration.server().maxConnections() : ofClient(configuration));
    }

    /** Each instance of a consumer waits on a connection, and one is for all other commands. */
    private static int ofClient(Configuration configuration) {
        return 1
                + configuration.consumers().stream()
                        .mapToInt(ConsumerConfig::instances)
                        .sum();
    }

    private static int ofMetrics(Configuration configuration) {
        return configuration.metrics() == null ? 0 : 1 + MetricsVerticle.MOST_CONNECTIONS;
    }

    private static long descriptors(ConsumerConfig consumer) {
        return (long) consumer.instances() * consumer.concurrency() * descriptors(consumer.kind());
    }

    private static int descriptors(TaskKind kind) {
        if (kind instanceof TaskKind.Exec) {
            return EACH_PROCESS;
        }
        return kind instanceof TaskKind.Tcp || kind instanceof TaskKind.Http ? 1 : 0;
    }

    private long needed() {
        return open + journal + tasks + other;
    }

    /**
     * The connections for which there is room, at most {@link #wanted}.
     *
     * @throws ConfigurationException with one line if there is room for none
     */
    int connections() {
        long left = limit - needed();
        if (left < 1) {
            throw new ConfigurationException("the process may open " + limit + " files, and needs more before the first"
                    + " connection: " + uses() + "; " + remedy());
        }
        return (int) Math.min(wanted, left);
    }

    /** One line if there is room for fewer connections than the configuration allows. */
    Optional<String> warning() {
        return connections() == wanted
                ? Optional.empty()
                : Optional.of("the server accepts only " + Units.count(connections(), "connection")
                        + " instead of server.maxConnections " + wanted + ", since the process may open " + limit
                        + " files: " + uses() + "; " + remedy());
    }

    private String uses() {
        return open + " are open, the journal gets " + journal + ", tasks " + tasks + ", everything else " + other;
    }

    private String remedy() {
        return "raise the limit to " + (needed() + wanted) + " by ulimit -n, or by LimitNOFILE in a unit of systemd";
    }
}
