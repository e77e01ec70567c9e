package dev.tutti.ops;

/**
 * The version and the commit that this server was built from. The build writes both into the manifest of the jar, as
 * {@code Implementation-Version: version+commit}. Classes that run outside a jar have the version {@code development}.
 */
public final class Build {

    private static final int SHORTEST_COMMIT = 7;
    private static final String HEX = "0123456789abcdef";
    private static final String MANIFEST = Build.class.getPackage().getImplementationVersion();

    public static final String VERSION = version(MANIFEST);

    /**
     * The abbreviated commit that was checked out when the jar was built. It is {@code unknown} if the jar was not
     * built in a checkout of the repository.
     */
    public static final String COMMIT = commit(MANIFEST);

    private Build() {}

    /** The version with the commit behind it, for people: {@code 0.1.0 (fb5162c)}. */
    public static String description() {
        return VERSION + " (" + COMMIT + ")";
    }

    /** Returns the part of the manifest's value before the plus sign. The value is null outside a jar. */
    static String version(String manifest) {
        if (manifest == null) {
            return "development";
        }
        int plus = manifest.indexOf('+');
        return plus < 0 ? manifest : manifest.substring(0, plus);
    }

    /** Returns the part behind the plus sign if it is a commit. */
    static String commit(String manifest) {
        String commit = manifest == null ? "" : manifest.substring(manifest.indexOf('+') + 1);
        boolean known = commit.length() >= SHORTEST_COMMIT && commit.chars().allMatch(c -> HEX.indexOf(c) >= 0);
        return known ? commit : "unknown";
    }
}
