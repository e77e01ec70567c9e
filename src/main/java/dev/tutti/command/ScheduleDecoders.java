package dev.tutti.command;

import static dev.tutti.command.CommandGroup.QUEUE;

import dev.tutti.command.ConnectionCommand.Everywhere;
import dev.tutti.schedule.ScheduleSpec;
import dev.tutti.schedule.Timing;
import dev.tutti.schedule.Zones;
import java.time.ZoneId;
import java.util.List;
import java.util.StringTokenizer;

/** The rows of the {@link CommandTable} for SCHEDULE, with their decoders. */
final class ScheduleDecoders {

    private ScheduleDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                write(
                        "SET",
                        "name q item EVERY ms | CRON expression [ZONE zone] [PRIORITY n] [GROUP g]",
                        "Puts the item into the queue again and again",
                        w -> set(w)),
                // an older build may have set one with a longer name than SET takes
                write("DELETE", "name", "Deletes a schedule", w -> new ScheduleCommand.Delete(w.name())),
                read("LIST", "", "Lists all schedules with their next and last times", w -> list()));
    }

    private static CommandSpec read(String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec("SCHEDULE", subcommand, QUEUE, Access.READ, syntax, summary, decoder);
    }

    private static CommandSpec write(String subcommand, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec("SCHEDULE", subcommand, QUEUE, Access.WRITE, syntax, summary, decoder);
    }

    private static Command list() {
        return new Everywhere(new SchedulesQuery(null), Everywhere.Merge.SCHEDULES);
    }

    private static Command set(Words words) {
        String name = words.schedule();
        String queue = words.queue();
        byte[] item = words.item();
        long every = 0;
        String cron = null;
        String zone = null;
        Long priority = null;
        String group = null;
        while (words.hasMore()) {
            if (words.option("EVERY")) {
                every = words.integer("EVERY", 1, Words.MAX_MILLIS);
            } else if (words.option("CRON")) {
                cron = cron(words);
            } else if (words.option("ZONE")) {
                zone = words.text();
            } else if (words.option("PRIORITY")) {
                priority = words.priority();
            } else if (words.option("GROUP")) {
                group = ItemOptions.group(words);
            } else {
                throw words.unknownOption();
            }
        }
        return new ScheduleCommand.Set(
                new ScheduleSpec(name, queue, item, priority, group, timing(every, cron, zone, words.now())));
    }

    /** @param every 0 if it was not given; the texts are null then */
    private static Timing timing(long every, String cron, String zone, long now) {
        if (every == 0 && cron == null) {
            throw Refusal.malformed("syntax error, expected EVERY ms or CRON \"m h dom mon dow\"");
        }
        if (every != 0 && zone != null) {
            throw Refusal.malformed("syntax error, ZONE goes with CRON, not with EVERY");
        }
        if (every != 0) {
            return new Timing.Every(every);
        }
        String id = zone == null ? ZoneId.systemDefault().getId() : zone(zone);
        Timing.Cron.problem(cron, id, now).ifPresent(problem -> {
            throw Refusal.malformed("CRON: '" + start(cron) + "' " + problem);
        });
        return new Timing.Cron(cron, id);
    }

    private static String zone(String word) {
        return Zones.find(word)
                .orElseThrow(() -> Refusal.malformed(
                        "ZONE: '" + start(word) + "' is not a time zone such as Europe/Berlin or UTC"));
    }

    /**
     * Reads the expression. Without quotes around it, the shell or the line splits it into words, of which only the
     * first is read.
     */
    private static String cron(Words words) {
        String cron = words.text();
        boolean isPart = !cron.startsWith("@") && new StringTokenizer(cron).countTokens() == 1;
        if (isPart && words.hasMore()) {
            throw Refusal.malformed("CRON: '" + start(cron) + "' is one field of five. Put the whole expression in"
                    + " quotes, as in CRON \"30 2 * * mon-fri\"");
        }
        return cron;
    }

    /** As much of a word as is shown. */
    private static String start(String word) {
        return word.length() <= Timing.Cron.LONGEST ? word : word.substring(0, Timing.Cron.LONGEST) + "...";
    }
}
