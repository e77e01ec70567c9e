package dev.tutti.command;

import dev.tutti.config.Names;
import dev.tutti.queue.PutOptions;

/** The options of an item, which PUT, SUBMIT and RUN share, while they are read. */
final class ItemOptions {

    private static final int LONGEST_GROUP = 200;

    private Long priority;
    private long delay;
    private boolean isDelayed;
    private String key;
    private long expires;
    private String group;

    /** Reads the next word if it is one of these options, with its value. Returns whether it is. */
    boolean read(Words words) {
        if (words.option("EXPIRES")) {
            long millis = words.delay("EXPIRES");
            expires = millis == 0 ? PutOptions.NEVER : millis;
            return true;
        }
        return readTime(words) || readOfRun(words);
    }

    /** In the same way, of the options that a RESCHEDULE has. */
    boolean readOfReschedule(Words words) {
        return readTime(words) || readPriority(words);
    }

    private boolean readTime(Words words) {
        if (words.option("DELAY")) {
            delay(words.delay("DELAY"));
        } else if (words.option("AT")) {
            delay(words.until("AT"));
        } else {
            return false;
        }
        return true;
    }

    private boolean readPriority(Words words) {
        if (words.option("PRIORITY")) {
            priority = words.priority();
            return true;
        }
        return false;
    }

    /** Whether a DELAY or an AT was read, which may be over. */
    boolean isDelayed() {
        return isDelayed;
    }

    private void delay(long millis) {
        isDelayed = true;
        delay = millis;
    }

    /** In the same way, of the options that a RUN has. */
    boolean readOfRun(Words words) {
        if (readPriority(words)) {
            return true;
        } else if (words.option("KEY")) {
            key = words.shortText("KEY", Names.LONGEST_KEY);
        } else if (words.option("GROUP")) {
            group = group(words);
        } else {
            return false;
        }
        return true;
    }

    /** The next word as the name of a group, of any bytes, each as a character. */
    static String group(Words words) {
        return words.shortText("GROUP", LONGEST_GROUP);
    }

    PutOptions options() {
        boolean isNormal = priority == null && delay == 0 && key == null && expires == 0 && group == null;
        return isNormal ? PutOptions.NORMAL : new PutOptions(priority, delay, key, expires, group);
    }
}
