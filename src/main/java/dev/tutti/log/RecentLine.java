package dev.tutti.log;

/**
 * One of the last lines of the {@link EventLog}.
 *
 * @param ageMillis the time since the event
 */
public record RecentLine(String text, long ageMillis) {}
