package dev.tutti.config;

import static dev.tutti.config.QueueSetting.ATTEMPTS;
import static dev.tutti.config.QueueSetting.BACKOFF;
import static dev.tutti.config.QueueSetting.CONCURRENCY;
import static dev.tutti.config.QueueSetting.DEADAGE;
import static dev.tutti.config.QueueSetting.DEADSIZE;
import static dev.tutti.config.QueueSetting.DETACHED;
import static dev.tutti.config.QueueSetting.EXPIRES;
import static dev.tutti.config.QueueSetting.GROUPLIMIT;
import static dev.tutti.config.QueueSetting.KIND;
import static dev.tutti.config.QueueSetting.LEASE;
import static dev.tutti.config.QueueSetting.MAXBACKOFF;
import static dev.tutti.config.QueueSetting.MAXSIZE;
import static dev.tutti.config.QueueSetting.PER;
import static dev.tutti.config.QueueSetting.RATE;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** The settings of one queue: a value for each {@link QueueSetting}. Immutable. */
public final class QueueConfig {

    /** The order in which GET returns items. */
    public enum Kind {
        FIFO,
        LIFO,
        PRIORITY,
        /** Groups of items take turns. */
        FAIR;

        /** As clients write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Kind[] KINDS = Kind.values();

    /** The settings of a queue that the configuration does not name. */
    public static final QueueConfig DEFAULT = new QueueConfig(
            Stream.of(QueueSetting.values()).mapToLong(QueueSetting::absent).toArray());

    /** By the position of the setting. */
    private final long[] values;

    private QueueConfig(long[] values) {
        this.values = values;
    }

    /** The default settings but for these. */
    public QueueConfig(Kind kind, int maxSize, long leaseMillis, int attempts) {
        this(DEFAULT.with(KIND, kind.ordinal())
                .with(MAXSIZE, maxSize)
                .with(LEASE, leaseMillis)
                .with(ATTEMPTS, attempts)
                .values);
    }

    public QueueConfig with(QueueSetting setting, long value) {
        long[] changed = values.clone();
        changed[setting.ordinal()] = value;
        return new QueueConfig(changed);
    }

    /** These settings, with the given ones in place of theirs. */
    public QueueConfig with(Map<QueueSetting, Long> others) {
        long[] changed = values.clone();
        others.forEach((setting, value) -> changed[setting.ordinal()] = value);
        return new QueueConfig(changed);
    }

    /** All settings but the kind. */
    public Map<QueueSetting, Long> withoutKind() {
        Map<QueueSetting, Long> settings = new EnumMap<>(QueueSetting.class);
        for (QueueSetting setting : QueueSetting.values()) {
            settings.put(setting, value(setting));
        }
        settings.remove(KIND);
        return settings;
    }

    public long value(QueueSetting setting) {
        return values[setting.ordinal()];
    }

    public Kind kind() {
        return KINDS[(int) value(KIND)];
    }

    /** The most items that may be ready or delayed, or 0 for no limit. */
    public int maxSize() {
        return (int) value(MAXSIZE);
    }

    /** How long a client may hold an item, in milliseconds, or 0 for as long as its connection lasts. */
    public long leaseMillis() {
        return value(LEASE);
    }

    /** How often an item is delivered before it has failed, or 0 for no limit. */
    public int attempts() {
        return (int) value(ATTEMPTS);
    }

    /** Whether an item may be delivered again after so many times. */
    public boolean allowsAttemptAfter(int deliveries) {
        return attempts() == 0 || deliveries < attempts();
    }

    /** Whether items belong to their leases alone, and not to the connections that got them. */
    public boolean detached() {
        return value(DETACHED) != 0;
    }

    /**
     * The milliseconds that an item waits after its first failed attempt, or 0 for none; each later wait is twice as
     * long.
     */
    public long backoffMillis() {
        return value(BACKOFF);
    }

    /** The longest of those waits in milliseconds. Without a setting it is a year. */
    public long maxBackoffMillis() {
        long millis = value(MAXBACKOFF);
        return millis == 0 ? Units.LONGEST_MILLIS : millis;
    }

    /** The most items in flight, or 0 for no limit. */
    public int concurrency() {
        return (int) value(CONCURRENCY);
    }

    /** The most deliveries in any window of {@link #ratePerMillis}, or 0 for no limit. */
    public int rate() {
        return (int) value(RATE);
    }

    /** The length of the window for {@link #rate} in milliseconds. */
    public long ratePerMillis() {
        return value(PER);
    }

    /** The milliseconds after which an item is dropped that nobody has got, if its PUT says nothing; 0 for never. */
    public long expiresMillis() {
        return value(EXPIRES);
    }

    /** The most items in the dead-letter queue, or 0 for no limit. */
    public int deadSize() {
        return (int) value(DEADSIZE);
    }

    /** The milliseconds after which an item in the dead-letter queue is dropped, or 0 for never. */
    public long deadAgeMillis() {
        return value(DEADAGE);
    }

    /** The most items of one group in flight, or 0 for no limit. */
    public int groupLimit() {
        return (int) value(GROUPLIMIT);
    }

    /** What is wrong with these settings together, as text for a message; or null. */
    public String problem() {
        if (isDetachedForEver()) {
            return "DETACHED yes needs a LEASE above 0";
        }
        return isGroupLimitIdle()
                ? "GROUPLIMIT " + groupLimit() + " needs KIND fair, a queue of KIND " + kind().word() + " has no groups"
                : null;
    }

    private boolean isDetachedForEver() {
        return detached() && leaseMillis() == 0;
    }

    private boolean isGroupLimitIdle() {
        return groupLimit() > 0 && kind() != Kind.FAIR;
    }

    static QueueConfig from(String path, Object value) {
        QueueSetting[] settings = QueueSetting.values();
        String[] keys = Stream.of(settings)
                .map(QueueSetting::key)
                .filter(key -> key != null)
                .toArray(String[]::new);
        Section section = new Section(path, value, keys);
        QueueConfig config = DEFAULT;
        for (QueueSetting setting : settings) {
            config = setting.key() == null ? config : config.with(read(setting, section));
        }
        if (config.isDetachedForEver()) {
            throw section.refuse(DETACHED.key(), "needs a lease above 0s");
        }
        if (config.isGroupLimitIdle()) {
            throw section.refuse(GROUPLIMIT.key(), "needs the kind fair");
        }
        return config;
    }

    private static Map<QueueSetting, Long> read(QueueSetting setting, Section section) {
        String key = setting.key();
        return switch (setting.unit()) {
            case KIND ->
                Map.of(setting, (long) section.choice(key, DEFAULT.kind()).ordinal());
            case COUNT ->
                Map.of(setting, (long)
                        section.integer(key, (int) setting.absent(), (int) setting.least(), (int) setting.most()));
            case MILLIS -> Map.of(setting, section.millis(key, Units.duration(setting.absent())));
            case FLAG -> Map.of(setting, section.flag(key, false) ? 1L : 0L);
            case RATE -> rate(section);
        };
    }

    private static Map<QueueSetting, Long> rate(Section section) {
        String text = section.value(RATE.key(), "0") instanceof String given ? given : "";
        if (text.equals("0")) {
            return Map.of(RATE, 0L, PER, 0L);
        }
        String[] parts = text.split("/", -1);
        OptionalLong count = Units.count(parts[0]);
        OptionalLong per = parts.length == 2 ? Units.millis(parts[1]) : OptionalLong.empty();
        if (count.isEmpty()
                || per.isEmpty()
                || count.getAsLong() < 1
                || count.getAsLong() > RATE.most()
                || per.getAsLong() < 1
                || per.getAsLong() > PER.most()) {
            throw section.refuse(
                    RATE.key(),
                    "is not a rate such as 100/1s, of 1 to " + RATE.most() + " in 1ms to 8760h, or 0 for none");
        }
        return Map.of(RATE, count.getAsLong(), PER, per.getAsLong());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueueConfig config && Arrays.equals(values, config.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** The settings as options of CREATE: the first four, and those that are not as by default. */
    @Override
    public String toString() {
        StringJoiner words = new StringJoiner(" ");
        for (QueueSetting setting : QueueSetting.values()) {
            if (setting.ordinal() <= ATTEMPTS.ordinal() || value(setting) != setting.absent()) {
                words.add(setting.name()).add(word(setting));
            }
        }
        return words.toString();
    }

    /** The value as clients write it. */
    public String word(QueueSetting setting) {
        return switch (setting.unit()) {
            case KIND -> kind().word();
            case FLAG -> value(setting) == 0 ? "no" : "yes";
            default -> Long.toString(value(setting));
        };
    }
}
