package dev.tutti.command;

import dev.tutti.resp.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reply that a client is sent. Immutable: the arrays within are never written to once they are here. Messages within
 * the process that no client sees are {@link Notice}s.
 */
public sealed interface Reply {

    Reply OK = new Simple("OK");
    Reply NULL = new Null();
    /** Null where the reply would be an array. */
    Reply NULL_ARRAY = new NullArray();

    Reply EMPTY = new Array(List.of(), 0);

    Reply BULK_END = new BulkPart(new byte[] {'\r', '\n'});

    void writeTo(ReplyWriter out);

    static Reply integer(long value) {
        return new Int(value);
    }

    static Reply bulk(byte[] bytes) {
        return new Bulk(bytes);
    }

    static Reply text(String text) {
        return new Bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply array(List<Reply> elements) {
        return array(elements, 0);
    }

    /** @param bytes of the contents of the elements */
    static Reply array(List<Reply> elements, long bytes) {
        return new Array(elements, bytes);
    }

    /** The bytes of content that this reply keeps in memory; 0 if they are few or not known. */
    default long contentBytes() {
        return 0;
    }

    record Simple(String text) implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.simple(text);
        }
    }

    record Int(long value) implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.integer(value);
        }
    }

    record Bulk(byte[] bytes) implements Reply {
        @Override
        public long contentBytes() {
            return bytes.length;
        }

        @Override
        public void writeTo(ReplyWriter out) {
            out.bulk(bytes);
        }
    }

    record Null() implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.nullBulk();
        }
    }

    record NullArray() implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.nullArray();
        }
    }

    /** @param contentBytes of the elements, or 0 if they are few or not known */
    record Array(List<Reply> elements, long contentBytes) implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.array(elements.size());
            for (Reply element : elements) {
                element.writeTo(out);
            }
        }

        /** The value of the element at that index, which is an integer. */
        public long integer(int index) {
            return ((Int) elements.get(index)).value();
        }
    }

    /** The beginning of an array, whose elements follow as replies of their own. */
    record ArrayStart(int size) implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.array(size);
        }
    }

    /** The beginning of a bulk of so many bytes, which follow as {@link BulkPart}s, with {@link #BULK_END} behind. */
    record BulkStart(long length) implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.bulkStart(length);
        }
    }

    /** A part of a long bulk. */
    record BulkPart(byte[] bytes) implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.encoded(bytes);
        }
    }

    /** The beginning of a map, whose keys and values follow in turn as replies of their own. */
    record MapStart(int pairs) implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.map(pairs);
        }
    }

    /** Keys and values in turn. */
    record Pairs(List<Reply> elements) implements Reply {
        @Override
        public long contentBytes() {
            long bytes = 0;
            for (Reply element : elements) {
                bytes += element.contentBytes();
            }
            return bytes;
        }

        @Override
        public void writeTo(ReplyWriter out) {
            out.map(elements.size() / 2);
            for (Reply element : elements) {
                element.writeTo(out);
            }
        }
    }

    /** A message that is no reply to a command, or a reply in the place of one. An array in RESP2. */
    record Push(List<Reply> elements) implements Reply {
        @Override
        public void writeTo(ReplyWriter out) {
            out.push(elements.size());
            for (Reply element : elements) {
                element.writeTo(out);
            }
        }
    }

    /**
     * A reply that was encoded in advance, since it is sent often. For replies that are the same in RESP2 and RESP3
     * only.
     */
    record Encoded(Reply reply, byte[] bytes) implements Reply {

        static Encoded of(Reply reply) {
            ReplyWriter writer = new ReplyWriter();
            reply.writeTo(writer);
            return new Encoded(reply, writer.takeBytes());
        }

        @Override
        public void writeTo(ReplyWriter out) {
            out.encoded(bytes);
        }
    }

    /** One asyncio exception: the kind, and a message for a person. */
    record Error(String kind, byte[] message) implements Reply {
        @Override
        public long contentBytes() {
            return message.length;
        }

        @Override
        public String toString() {
            return kind + " " + new String(message, StandardCharsets.UTF_8);
        }

        @Override
        public void writeTo(ReplyWriter out) {
            out.error(kind, message);
        }
    }

    /**
     * A delivery: {@code [id, item, attempt]}, or {@code [queue, id, item, attempt]}.
     *
     * @param queue null if it is not named
     * @param progress the item's last one, for a consumer of this process; null if there is none
     */
    record Delivery(String queue, long id, byte[] item, int attempt, byte[] progress) implements Reply {
        public Delivery(String queue, long id, byte[] item, int attempt) {
            this(queue, id, item, attempt, null);
        }

        public Delivery(long id, byte[] item, int attempt) {
            this(null, id, item, attempt);
        }

        @Override
        public long contentBytes() {
            return item.length;
        }

        @Override
        public void writeTo(ReplyWriter out) {
            out.array(queue == null ? 3 : 4);
            if (queue != null) {
                out.bulk(queue);
            }
            out.integer(id);
            out.bulk(item);
            out.integer(attempt);
        }
    }
}
