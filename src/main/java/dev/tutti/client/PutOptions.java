package dev.tutti.client;

import java.time.Duration;

/** The options of a put or a submit. Those that are not set have no effect. */
public class PutOptions {

    private String key;
    private Duration delay;
    private Long priority;
    private String group;
    private Duration expires;

    /** Without any option. */
    public PutOptions() {}

    /** The key, or null. */
    public String getKey() {
        return key;
    }

    /**
     * Sets the key of the item. While an unfinished item of the queue has the same key, nothing is put, and its id is
     * the answer. So a put with a key is sent again if the connection is lost, and one without fails.
     */
    public PutOptions setKey(String key) {
        this.key = key;
        return this;
    }

    /** Sets the time after which the item becomes ready. */
    public PutOptions setDelay(Duration delay) {
        this.delay = delay;
        return this;
    }

    /** Sets the priority, for a priority queue. Smaller numbers come first, and 0 is the usual one. */
    public PutOptions setPriority(long priority) {
        this.priority = priority;
        return this;
    }

    /** Sets the group, for a fair queue. */
    public PutOptions setGroup(String group) {
        this.group = group;
        return this;
    }

    /** Sets the time after which the item is dropped if nobody has got it. */
    public PutOptions setExpires(Duration expires) {
        this.expires = expires;
        return this;
    }

    /** The words of the options but the key. */
    Command words() {
        Command words = Command.of();
        words = delay == null ? words : words.and("DELAY", delay);
        words = priority == null ? words : words.and("PRIORITY", priority);
        words = group == null ? words : words.and("GROUP", group);
        return expires == null ? words : words.and("EXPIRES", expires);
    }
}
