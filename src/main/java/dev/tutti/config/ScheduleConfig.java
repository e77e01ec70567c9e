package dev.tutti.config;

import dev.tutti.schedule.ScheduleSpec;
import dev.tutti.schedule.Timing;
import dev.tutti.schedule.Zones;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the schedules that the configuration sets: an object of schedules by name. */
final class ScheduleConfig {

    private static final int LONGEST_GROUP = 200;
    private static final String SECTION = "schedules";

    private ScheduleConfig() {}

    /** The path of a schedule's section. */
    static String path(String name) {
        return SECTION + "." + name;
    }

    static List<ScheduleSpec> all(Object value) {
        if (!(value instanceof JsonObject)) {
            throw ConfigurationException.ofHidden(SECTION, value, "is not an object of schedules by name");
        }
        List<ScheduleSpec> schedules = new ArrayList<>();
        for (Map.Entry<String, Object> entry : (JsonObject) value) {
            String name = entry.getKey();
            Names.scheduleProblem(name).ifPresent(problem -> {
                throw ConfigurationException.of(SECTION, name, problem + ", expected the name of a schedule");
            });
            Section section = new Section(
                    path(name), entry.getValue(), "queue", "item", "every", "cron", "zone", "priority", "group");
            schedules.add(from(name, section));
        }
        return schedules;
    }

    private static ScheduleSpec from(String name, Section section) {
        String queue = section.text("queue", "the name of a queue");
        refuseIf(section, "queue", queue, Names::queueProblem, ", expected the name of a queue");
        if (!(section.value("item", "") instanceof String item)) {
            throw section.refuseType("item", "is not a string");
        }
        return new ScheduleSpec(
                name, queue, item.getBytes(StandardCharsets.UTF_8), priority(section), group(section), timing(section));
    }

    private static void refuseIf(
            Section section, String key, String value, Function<String, Optional<String>> problem, String expected) {
        problem.apply(value).ifPresent(text -> {
            throw section.refuse(key, text + expected);
        });
    }

    private static Long priority(Section section) {
        if (!section.has("priority")) {
            return null;
        }
        Object value = section.value("priority");
        if (!(value instanceof Integer || value instanceof Long)) {
            throw section.refuse("priority", "is not an integer");
        }
        return ((Number) value).longValue();
    }

    /** Each of its bytes as a character, as a client's GROUP. */
    private static String group(Section section) {
        if (!section.has("group")) {
            return null;
        }
        byte[] bytes = section.text("group", "the name of a group").getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST_GROUP) {
            throw section.refuse("group", "has " + bytes.length + " bytes, expected 1 to " + LONGEST_GROUP);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Timing timing(Section section) {
        if (section.has("every") && section.has("cron")) {
            throw section.refuse("every", "and cron exclude each other, expected one of them");
        }
        if (!section.has("every") && !section.has("cron")) {
            throw section.refuse("every", "is no interval, expected every or cron");
        }
        return section.has("every") ? every(section) : cron(section);
    }

    private static Timing every(Section section) {
        if (section.has("zone")) {
            throw section.refuse("zone", "goes with cron, not with every");
        }
        long millis = section.millis("every", "0s");
        if (millis == 0) {
            throw section.refuse("every", "is not a duration above 0s");
        }
        return new Timing.Every(millis);
    }

    private static Timing cron(Section section) {
        String expression = section.text("cron", "a cron expression such as 30 2 * * mon-fri");
        String zone = Zones.find(
                        section.text("zone", ZoneId.systemDefault().getId(), "a time zone such as Europe/Berlin"))
                .orElseThrow(() -> section.refuse("zone", "is not a time zone such as Europe/Berlin or UTC"));
        refuseIf(
                section,
                "cron",
                expression,
                text -> Timing.Cron.problem(text, zone, Clock.systemUTC().millis()),
                "");
        return new Timing.Cron(expression, zone);
    }
}
