package dev.tutti.persistence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The keys of the journal, a letter for each kind of record:
 *
 * <pre>
 *   I id 0   an item as it was put: {@link ItemRecord}
 *   I id 1   its state, if anything has happened to it since: {@link ItemStateRecord}
 *   I id 2   its trace, if it has failed or has a progress: {@link TraceRecord}
 *   R id     the result of a submitted item that has ended: {@link ResultRecord}
 *   Q name   a queue that was created or shut down: {@link QueueRecord}
 *   E name   an event that is set: {@link JournaledEventStore}
 *   P token  a lock or permit that is detached: {@link PermitRecord}
 *   S id 0   a schedule: {@link ScheduleRecord}
 *   S id 1   its state: {@link ScheduleStateRecord}
 *   N name   the largest number that may have been given out: {@link Numbers}
 * </pre>
 *
 * <p>An id is 8 bytes, big-endian, so that items are read in the order of their ids, each before its
 * state and its trace.
 */
final class Keys {

    static final byte[] ITEMS = {'I'};
    static final byte[] RESULTS = {'R'};
    static final byte[] QUEUES = {'Q'};
    static final byte[] EVENTS = {'E'};
    static final byte[] PERMITS = {'P'};
    static final byte[] SCHEDULES = {'S'};

    private static final byte AS_PUT = 0;
    private static final byte STATE = 1;
    private static final byte TRACE = 2;
    private static final int ID = 1;
    private static final int PART = ID + Long.BYTES;

    private Keys() {}

    static byte[] item(long id) {
        return part(ITEMS, id, AS_PUT);
    }

    static byte[] state(long id) {
        return part(ITEMS, id, STATE);
    }

    static byte[] trace(long id) {
        return part(ITEMS, id, TRACE);
    }

    static byte[] schedule(long number) {
        return part(SCHEDULES, number, AS_PUT);
    }

    static byte[] scheduleState(long number) {
        return part(SCHEDULES, number, STATE);
    }

    private static byte[] part(byte[] kind, long id, byte part) {
        return ByteBuffer.allocate(PART + 1).put(kind).putLong(id).put(part).array();
    }

    /** Whether this is the key of the state of an item or a schedule. */
    static boolean isState(byte[] key) {
        return key[PART] == STATE;
    }

    /** Whether this is the key of the trace of an item. */
    static boolean isTrace(byte[] key) {
        return key[PART] == TRACE;
    }

    static byte[] permit(long token) {
        return ByteBuffer.allocate(PART).put(PERMITS).putLong(token).array();
    }

    static byte[] result(long id) {
        return ByteBuffer.allocate(PART).put(RESULTS).putLong(id).array();
    }

    static long id(byte[] key) {
        return ByteBuffer.wrap(key).getLong(ID);
    }

    static byte[] queue(String name) {
        return named('Q', name);
    }

    static byte[] event(String name) {
        return named('E', name);
    }

    static byte[] numbers(String name) {
        return named('N', name);
    }

    private static byte[] named(char letter, String name) {
        return (letter + name).getBytes(StandardCharsets.UTF_8);
    }

    static String name(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }
}
