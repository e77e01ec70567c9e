package dev.tutti.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/** Records as text. */
final class Records {

    private Records() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static JournalBatch put(String key, String value) {
        return new JournalBatch().put(bytes(key), bytes(value));
    }

    static JournalBatch delete(String key) {
        return new JournalBatch().delete(bytes(key));
    }

    /** Everything under the prefix, in the order of the visit. */
    static Map<String, String> read(Journal journal, String prefix) {
        Map<String, String> records = new LinkedHashMap<>();
        long count = journal.read(
                bytes(prefix), (key, value) -> records.put(new String(key, UTF_8), new String(value, UTF_8)));
        if (count != records.size()) {
            throw new AssertionError(count + " records are said to be " + records);
        }
        return records;
    }

    static Map<String, String> read(Journal journal) {
        return read(journal, "");
    }

    /** Returns when the changes are committed. */
    static void commit(Journal journal, JournalBatch changes) {
        RecordedCompletions told = new RecordedCompletions();
        journal.commit(changes, told.as("committed"));
        if (!told.await(1).get(0).equals("committed")) {
            throw new AssertionError(told.soFar());
        }
    }
}
