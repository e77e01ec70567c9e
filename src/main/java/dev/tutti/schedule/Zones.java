package dev.tutti.schedule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The time zones that this Java knows. */
public final class Zones {

    private Zones() {}

    /** Whether this is the id of a time zone, as Java writes it. */
    public static boolean isId(String zone) {
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    /** The id of the time zone that a user has written in any case, if there is exactly one. */
    public static Optional<String> find(String written) {
        if (isId(written)) {
            return Optional.of(written);
        }
        List<String> regions = ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.equalsIgnoreCase(written))
                .toList();
        if (regions.size() == 1) {
            return Optional.of(regions.get(0));
        }
        String offset = written.toUpperCase(Locale.ROOT); // of utc+2
        return regions.isEmpty() && isId(offset) ? Optional.of(offset) : Optional.empty();
    }
}
