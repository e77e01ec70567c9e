package dev.tutti.log;

/** The format of the lines of the log. */
public enum LogFormat {
    TEXT,
    JSON
}
