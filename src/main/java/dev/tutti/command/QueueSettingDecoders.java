package dev.tutti.command;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of the {@link CommandTable} for the settings of a queue, with their decoders. */
final class QueueSettingDecoders {

    /** All but KIND. */
    private static final String ALTERABLE = "[MAXSIZE n] [LEASE ms] [ATTEMPTS n] [DETACHED yes|no] [BACKOFF ms]"
            + " [MAXBACKOFF ms] [CONCURRENCY n] [RATE n PER ms] [EXPIRES ms] [DEADSIZE n] [DEADAGE ms]"
            + " [GROUPLIMIT n]";

    private QueueSettingDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                QueueDecoders.write(
                        "CREATE",
                        "q [KIND fifo|lifo|priority|fair] " + ALTERABLE,
                        "Creates a lasting queue with these settings",
                        w -> new SettingsCommand.Create(w.queue(), settings(w, true))),
                QueueDecoders.write(
                        "ALTER",
                        "q " + ALTERABLE,
                        "Changes settings of a queue, also for the items in it",
                        w -> alter(w)),
                QueueDecoders.read(
                        "SETTINGS",
                        "q",
                        "Shows the settings of a queue that are in force, and how long a pause lasts",
                        w -> new SettingsCommand.Show(w.queue())));
    }

    private static Command alter(Words words) {
        String queue = words.queue();
        Map<QueueSetting, Long> settings = settings(words, false);
        if (settings.isEmpty()) {
            throw Refusal.malformed("syntax error, ALTER changes nothing, expected "
                    + Words.oneOf(options(false).map(QueueSetting::name).toList()));
        }
        return new SettingsCommand.Alter(queue, settings);
    }

    private static Map<QueueSetting, Long> settings(Words words, boolean withKind) {
        Map<QueueSetting, Long> settings = new EnumMap<>(QueueSetting.class);
        while (words.hasMore()) {
            QueueSetting setting = options(withKind)
                    .filter(option -> words.option(option.name()))
                    .findFirst()
                    .orElseThrow(words::unknownOption);
            settings.put(setting, value(setting, words));
            if (setting == QueueSetting.RATE) {
                settings.put(QueueSetting.PER, per(words, settings.get(setting)));
            }
        }
        return settings;
    }

    private static Stream<QueueSetting> options(boolean withKind) {
        return Stream.of(QueueSetting.values())
                .filter(setting -> setting != QueueSetting.PER && (withKind || setting != QueueSetting.KIND));
    }

    private static long value(QueueSetting setting, Words words) {
        return switch (setting.unit()) {
            case KIND -> kind(words.text());
            case FLAG -> words.yesOrNo(setting.name()) ? 1 : 0;
            case COUNT, MILLIS, RATE -> words.integer(setting.name(), setting.least(), setting.most());
        };
    }

    private static long kind(String word) {
        List<String> kinds =
                Stream.of(QueueConfig.Kind.values()).map(QueueConfig.Kind::word).toList();
        return QueueSetting.kind(word)
                .orElseThrow(() -> Refusal.malformed("KIND: '" + word + "' is not " + Words.oneOf(kinds)));
    }

    /** RATE 0 is no limit, and needs no PER. */
    private static long per(Words words, long rate) {
        if (!words.option(QueueSetting.PER.name())) {
            if (rate == 0) {
                return 0;
            }
            throw Refusal.malformed("RATE " + rate + " needs PER with the milliseconds of its window behind it");
        }
        return words.integer(QueueSetting.PER.name(), rate == 0 ? 0 : 1, QueueSetting.PER.most());
    }
}
