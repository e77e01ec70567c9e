package dev.tutti.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of one scrape, by name and labels, such as {@code tutti_commands_total{command="PING"}}. */
public final class Scrape {

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("((\\w+)(?:\\{.*\\})?) (\\S+)");

    private final Map<String, Double> values = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();
    private final Set<String> names = new TreeSet<>();

    private Scrape() {}

    /** Reads the text format strictly: each line is a comment or a value, and no value is there twice. */
    static Scrape of(String text) {
        Scrape scrape = new Scrape();
        for (String line : text.split("\n")) {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                assertThat(scrape.types.put(type.group(1), type.group(2)))
                        .as(line)
                        .isNull();
            } else if (!line.startsWith("# HELP ")) {
                assertThat(sample.matches()).as(line).isTrue();
                double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
                assertThat(scrape.values.put(sample.group(1), value)).as(line).isNull();
                scrape.names.add(sample.group(2));
            }
        }
        return scrape;
    }

    /** The value under this name with these labels, which are sorted. Fails if there is none. */
    public double value(String nameAndLabels) {
        assertThat(values).containsKey(nameAndLabels);
        return values.get(nameAndLabels);
    }

    boolean has(String nameAndLabels) {
        return values.containsKey(nameAndLabels);
    }

    /** The names of all values, such as {@code tutti_command_seconds_bucket}. */
    Set<String> names() {
        return names;
    }

    /** The types of the families by their names. */
    Map<String, String> types() {
        return types;
    }

    Map<String, Double> values() {
        return values;
    }
}
