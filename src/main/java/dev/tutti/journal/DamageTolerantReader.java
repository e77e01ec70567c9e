package dev.tutti.journal;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.rocksdb.AbstractRocksIterator;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/**
 * Reads all readable records of a damaged table or database. An iterator ends at a block that it cannot read. The
 * reader then searches for the first readable key behind the block by trying keys, between the last key that was read
 * and the largest possible one. Each try uses a new iterator, since an iterator that has met damage cannot be trusted
 * any more.
 */
final class DamageTolerantReader<I extends AbstractRocksIterator<?>> {

    /**
     * Receives each range of keys that cannot be read: {@code from}, included, to {@code to}, excluded; null is the
     * end.
     */
    interface Gap {
        void gap(byte[] from, byte[] to);
    }

    private static final byte[] FIRST = {};

    private final Supplier<I> iterators;
    private final Function<I, byte[]> key;
    private final Function<I, byte[]> value;
    private final byte[] lastKey;

    private DamageTolerantReader(
            Supplier<I> iterators, Function<I, byte[]> key, Function<I, byte[]> value, byte[] lastKey) {
        this.iterators = iterators;
        this.key = key;
        this.value = value;
        this.lastKey = lastKey;
    }

    static DamageTolerantReader<RocksIterator> of(RocksDB database, byte[] lastKey) {
        return new DamageTolerantReader<>(database::newIterator, RocksIterator::key, RocksIterator::value, lastKey);
    }

    static DamageTolerantReader<SstFileReaderIterator> of(SstFileReader table, ReadOptions reading, byte[] lastKey) {
        return new DamageTolerantReader<>(
                () -> table.newIterator(reading), SstFileReaderIterator::key, SstFileReaderIterator::value, lastKey);
    }

    /**
     * Visits the readable records from {@code from}, included, to {@code to}, excluded; null is the end. Returns
     * their number.
     */
    long read(byte[] from, byte[] to, Journal.Visitor visitor, Gap gap) {
        long[] records = {0};
        byte[] next = from;
        while (next != null && isBefore(next, to)) {
            byte[] damaged = readUntilDamage(next, to, (key, value) -> {
                visitor.visit(key, value);
                records[0]++;
            });
            next = damaged == null ? null : firstReadable(damaged);
            if (damaged != null) {
                gap.gap(damaged, next);
            }
        }
        return records[0];
    }

    long read(Journal.Visitor visitor, Gap gap) {
        return read(FIRST, null, visitor, gap);
    }

    /** Returns the first key that cannot be read; null if all could be read to the end. */
    private byte[] readUntilDamage(byte[] from, byte[] to, Journal.Visitor visitor) {
        byte[] next = from;
        try (I iterator = iterators.get()) {
            for (iterator.seek(from); iterator.isValid() && isBefore(key.apply(iterator), to); iterator.next()) {
                byte[] found = key.apply(iterator);
                visitor.visit(found, value.apply(iterator));
                next = Arrays.copyOf(found, found.length + 1);
            }
            return isSound(iterator) ? null : next;
        }
    }

    private static boolean isBefore(byte[] key, byte[] end) {
        return end == null || Arrays.compareUnsigned(key, end) < 0;
    }

    private static boolean isSound(AbstractRocksIterator<?> iterator) {
        try {
            iterator.status();
            return true;
        } catch (RocksDBException e) {
            return false;
        }
    }

    private boolean isReadable(byte[] from) {
        try (I iterator = iterators.get()) {
            iterator.seek(from);
            return isSound(iterator);
        }
    }

    /**
     * Returns the first readable key behind the damage, or null if there is none. Keys are taken as numbers: the steps
     * double until a key is readable, and then the last step is halved down to one.
     */
    private byte[] firstReadable(byte[] from) {
        int length = Math.max(from.length, lastKey.length) + 1;
        BigInteger end = number(lastKey, length).add(BigInteger.ONE);
        BigInteger bad = number(from, length);
        BigInteger step = BigInteger.ONE;
        BigInteger good = bad.add(step);
        while (good.compareTo(end) <= 0 && !isReadable(key(good, length))) {
            bad = good;
            step = step.shiftLeft(1);
            good = bad.add(step);
        }
        if (good.compareTo(end) > 0) {
            good = end;
            if (bad.compareTo(end) >= 0 || !isReadable(key(end, length))) {
                return null;
            }
        }
        while (good.subtract(bad).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = good.add(bad).shiftRight(1);
            if (isReadable(key(middle, length))) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return key(good, length);
    }

    private static BigInteger number(byte[] key, int length) {
        return new BigInteger(1, Arrays.copyOf(key, length));
    }

    private static byte[] key(BigInteger number, int length) {
        byte[] digits = number.toByteArray();
        byte[] key = new byte[length];
        int shown = Math.min(length, digits.length);
        System.arraycopy(digits, digits.length - shown, key, length - shown, shown);
        return key;
    }
}
