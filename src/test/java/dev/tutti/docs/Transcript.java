package dev.tutti.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code console} block shows. */
record Transcript(List<Step> steps) {

    private static final String PROMPT = "$ ";
    private static final Pattern REDIS_CLI_PROMPT = Pattern.compile("[\\w.]+:\\d+> (.*)");

    /**
     * One command.
     *
     * @param typed what is typed into it, line by line
     * @param printed what it prints, answers to what is typed included
     */
    record Step(String command, List<String> typed, List<String> printed) {}

    /** What a block shows before its first command: what appears by itself. */
    static List<String> before(Markdown.Block block) {
        return block.lines().stream()
                .takeWhile(line -> !line.startsWith(PROMPT))
                .toList();
    }

    static Transcript of(Markdown.Block block) {
        List<Step> steps = new ArrayList<>();
        for (String line :
                block.lines().subList(before(block).size(), block.lines().size())) {
            if (line.startsWith(PROMPT)) {
                steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>(), new ArrayList<>()));
                continue;
            }
            Step step = steps.get(steps.size() - 1);
            Matcher typed = REDIS_CLI_PROMPT.matcher(line);
            if (typed.matches()) {
                step.typed().add(typed.group(1));
            } else {
                step.printed().add(line);
            }
        }
        return new Transcript(steps);
    }

    boolean uses(String program) {
        Pattern word = Pattern.compile("(^|[|&;] *)" + Pattern.quote(program) + "\\b");
        return steps.stream().anyMatch(step -> word.matcher(step.command()).find());
    }
}
