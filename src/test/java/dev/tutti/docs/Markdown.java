package dev.tutti.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A document of the project, as far as tests look at it. */
record Markdown(Path file, List<String> lines, List<Block> blocks) {

    private static final String FENCE = "```";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");

    /** @param line that of its first line, from 1 */
    record Block(String language, int line, List<String> lines) {
        String text() {
            return String.join("\n", lines) + "\n";
        }
    }

    static Markdown read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new Markdown(file, lines, blocks(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Block> blocks(List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        Block open = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                open = open == null ? new Block(line.substring(FENCE.length()), i + 2, new ArrayList<>()) : null;
                if (open != null) {
                    blocks.add(open);
                }
            } else if (open != null) {
                open.lines().add(line);
            }
        }
        return blocks;
    }

    List<Block> blocks(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .collect(Collectors.toList());
    }

    /** The text of the one block in that language. */
    String code(String language) {
        List<Block> found = blocks(language);
        if (found.size() != 1) {
            throw new AssertionError(file + " has " + found.size() + " blocks of " + language + ", expected one");
        }
        return found.get(0).text();
    }

    /** What stands between back quotes, outside of blocks. */
    List<String> codeWords() {
        return find(CODE, prose());
    }

    /** Where links lead to. */
    List<String> links() {
        return find(LINK, prose());
    }

    /** The lines under a heading, up to the next one. */
    Markdown section(String heading) {
        int from = lines.indexOf(heading) + 1;
        if (from == 0) {
            throw new AssertionError(file + " has no line \"" + heading + "\"");
        }
        int to = from;
        while (to < lines.size() && !lines.get(to).startsWith("#")) {
            to++;
        }
        return new Markdown(file, lines.subList(from, to), List.of());
    }

    /** The parts under the headings of the second level, each with its blocks. */
    List<Markdown> chapters() {
        List<Integer> beginnings = new ArrayList<>();
        boolean inBlock = false;
        for (int i = 0; i < lines.size(); i++) {
            inBlock ^= lines.get(i).startsWith(FENCE);
            if (!inBlock && lines.get(i).startsWith("## ")) {
                beginnings.add(i);
            }
        }
        beginnings.add(lines.size());
        return IntStream.range(0, beginnings.size() - 1)
                .mapToObj(i -> part(beginnings.get(i), beginnings.get(i + 1)))
                .collect(Collectors.toList());
    }

    private Markdown part(int from, int to) {
        List<Block> within = blocks.stream()
                .filter(block -> block.line() > from && block.line() <= to)
                .collect(Collectors.toList());
        return new Markdown(file, lines.subList(from, to), within);
    }

    /** The heading of a chapter, and where it is. */
    @Override
    public String toString() {
        return file.getFileName() + ": " + lines.get(0);
    }

    private String prose() {
        StringBuilder prose = new StringBuilder();
        boolean inBlock = false;
        for (String line : lines) {
            if (line.startsWith(FENCE)) {
                inBlock = !inBlock;
            } else if (!inBlock) {
                prose.append(line).append('\n');
            }
        }
        return prose.toString();
    }

    static List<String> find(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toList());
    }
}
