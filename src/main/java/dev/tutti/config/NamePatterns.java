package dev.tutti.config;

import java.util.List;

/** The names of queues, locks and so on that a user may use: those that one of these patterns matches. Immutable. */
public record NamePatterns(List<Glob> globs) {

    private static final Glob ANY = new Glob("*");
    private static final List<Glob> EVERYTHING = List.of(ANY);

    /** All names. */
    public static final NamePatterns ALL = new NamePatterns(EVERYTHING);

    public NamePatterns {
        globs = globs.contains(ANY) ? EVERYTHING : List.copyOf(globs);
    }

    public boolean areAll() {
        return globs == EVERYTHING;
    }

    /** Whether a name is among them. The dead items of a queue go with the queue. */
    public boolean match(String name) {
        return areAll() || matchesOne(name) || Names.isDeadLetter(name) && matchesOne(Names.ofDeadLetter(name));
    }

    private boolean matchesOne(String name) {
        for (int i = 0; i < globs.size(); i++) {
            if (globs.get(i).matches(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether these are surely all names that the others are. */
    boolean include(NamePatterns others) {
        return areAll() || globs.containsAll(others.globs);
    }
}
