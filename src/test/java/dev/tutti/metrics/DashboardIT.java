package dev.tutti.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dashboard, the alert rules and the document name only metrics that a server has, and labels that these have. */
@Timeout(60)
class DashboardIT {

    private static final Path DASHBOARD = Path.of("src/main/deploy/grafana-dashboard.json");
    private static final Path ALERTS = Path.of("src/main/deploy/prometheus-alerts.yml");
    private static final Path OPERATIONS = Path.of("src/site/markdown/operations.md");

    private static final Pattern METRIC = Pattern.compile("\\b(?:tutti|jvm|process)_[a-z0-9_]*[a-z0-9]");
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:tutti|jvm|process)_[a-z0-9_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");
    /** The growth of a total of queues, or of some of them. */
    private static final Pattern GROWTH =
            Pattern.compile("(?:rate|increase)\\((tutti_queue_[a-z0-9_]+_total(?:\\{[^}]*})?)");

    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern DOCUMENTED_ALERT = Pattern.compile("(?m)^\\| `(Tutti\\w+)` \\|");
    private static final Pattern DOCUMENTED = Pattern.compile("`(tutti_[a-z0-9_]+)(?:\\{([a-z,]+)})?`");
    /** The beginning of the metrics of a cluster, which a server without others does not have. */
    private static final String OF_CLUSTER = "tutti_cluster_";
    /** Labels that Prometheus adds. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual().journaled().metrics();

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.groupCount() == 0 ? matcher.group() : matcher.group(1));
        }
        return found;
    }

    /** A server where everything has happened that a metric waits for. */
    private Scrape scrapeOfUsedServer() {
        RespClient client = server.connect();
        client.ask("QUEUE PUT q a");
        client.ask("RUN echo a");
        Await.until(
                "a reply is counted", () -> server.http().scrape().names().contains("tutti_command_seconds_bucket"));
        return server.http().scrape();
    }

    /** The expressions of all panels. */
    private static List<String> expressions(JsonObject dashboard) {
        return dashboard.getJsonArray("panels").stream()
                .map(JsonObject.class::cast)
                .flatMap(panel -> panel.getJsonArray("targets", new JsonArray()).stream())
                .map(target -> ((JsonObject) target).getString("expr"))
                .toList();
    }

    @Test
    void everyMetricOfTheDashboardAndOfTheAlertsExists() {
        Set<String> existing = scrapeOfUsedServer().names();
        for (Path file : List.of(DASHBOARD, ALERTS)) {
            Set<String> named = all(METRIC, read(file));
            assertThat(named).as(file.toString()).hasSizeGreaterThan(15);
            assertThat(existing).as(file.toString()).containsAll(named);
        }
    }

    @Test
    void everyLabelOfTheDashboardAndOfTheAlertsExists() {
        Scrape scrape = scrapeOfUsedServer();
        for (Path file : List.of(DASHBOARD, ALERTS)) {
            Matcher selector = SELECTOR.matcher(read(file).replace("\\\"", "\""));
            int selectors = 0;
            while (selector.find()) {
                Set<String> labels = all(LABEL, selector.group(2));
                labels.removeAll(OF_PROMETHEUS);
                assertThat(labelsOf(scrape, selector.group(1)))
                        .as(selector.group())
                        .containsAll(labels);
                selectors++;
            }
            assertThat(selectors).as(file.toString()).isPositive();
        }
    }

    /** The totals of all others fall when one of them gets a name, and Prometheus takes that for a restart. */
    @Test
    void noGrowthIsThatOfAllOtherQueues() {
        Set<String> growing = new TreeSet<>();
        for (Path file : List.of(DASHBOARD, ALERTS)) {
            growing.addAll(all(GROWTH, read(file).replace("\\\"", "\"")));
        }
        assertThat(growing).isNotEmpty().allMatch(total -> total.contains("queue!=\"" + QueueMetrics.OTHERS + "\""));
    }

    private static Set<String> labelsOf(Scrape scrape, String metric) {
        Set<String> labels = new HashSet<>();
        scrape.values().keySet().stream()
                .filter(sample -> sample.startsWith(metric + "{"))
                .forEach(sample -> labels.addAll(all(LABEL, sample)));
        return labels;
    }

    @Test
    void theDashboardIsJsonWithAnExpressionInEachPanel() {
        JsonObject dashboard = new JsonObject(read(DASHBOARD));
        List<String> expressions = expressions(dashboard);
        assertThat(expressions).hasSizeGreaterThan(20).doesNotContainNull();
        assertThat(expressions)
                .allSatisfy(expression -> assertThat(METRIC.matcher(expression).find())
                        .as(expression)
                        .isTrue());
    }

    @Test
    void theDocumentExplainsEveryAlertAndNoOther() {
        Set<String> alerts = all(ALERT, read(ALERTS));
        assertThat(alerts).isNotEmpty().isEqualTo(all(DOCUMENTED_ALERT, read(OPERATIONS)));
    }

    @Test
    void theDocumentExplainsEveryMetricAndNoOther() {
        Scrape scrape = scrapeOfUsedServer();
        Set<String> existing = new TreeSet<>(scrape.types().keySet());
        existing.removeIf(name -> !name.startsWith("tutti_"));
        Set<String> documented = all(DOCUMENTED, read(OPERATIONS));
        documented.removeIf(name -> name.startsWith(OF_CLUSTER));
        assertThat(documented).isEqualTo(existing);
    }

    @Test
    void theDocumentNamesTheLabelsOfEveryMetric() {
        Scrape scrape = scrapeOfUsedServer();
        Matcher documented = DOCUMENTED.matcher(read(OPERATIONS));
        while (documented.find()) {
            String name = documented.group(1);
            Set<String> labels = new TreeSet<>(Stream.of("", "_bucket")
                    .flatMap(ending -> labelsOf(scrape, name + ending).stream())
                    .toList());
            labels.remove("le");
            Set<String> named = documented.group(2) == null
                    ? Set.of()
                    : Set.of(documented.group(2).split(","));
            if (!named.isEmpty() && !name.startsWith(OF_CLUSTER)) {
                assertThat(named).as(name).isEqualTo(labels);
            }
        }
    }
}
