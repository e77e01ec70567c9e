package dev.tutti.journal;

import dev.tutti.journal.format.BatchFormat;
import java.util.SortedMap;

/** Does to a map what changes do to a journal. */
record Writing(SortedMap<byte[], byte[]> map) implements BatchFormat.Each {

    @Override
    public void change(byte[] key, byte[] value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    @Override
    public void deleteRange(byte[] from, byte[] to) {
        map.subMap(from, to).clear();
    }
}
