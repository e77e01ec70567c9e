package dev.tutti.producer;

import dev.tutti.command.Reply;
import dev.tutti.queue.ItemView;
import dev.tutti.waiting.Participant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Items as INSPECT and ITEMS show them. */
final class ItemReplies {

    private ItemReplies() {}

    static Reply map(ItemView item) {
        List<Reply> pairs = new ArrayList<>();
        add(pairs, "id", item.id());
        add(pairs, "state", item.state().name().toLowerCase(Locale.ROOT));
        add(pairs, "attempts", (long) item.attempts());
        add(pairs, "priority", item.priority());
        add(pairs, "group", bytes(item.group()));
        add(pairs, "key", bytes(item.key()));
        add(pairs, "put", item.put());
        add(pairs, "due", item.due());
        add(pairs, "since", item.since());
        add(pairs, "holder", holder(item.holder()));
        add(pairs, "lease", item.lease());
        add(pairs, "error", item.trace().error());
        add(pairs, "progress", item.trace().progress());
        add(pairs, "from", item.from());
        return new Reply.Pairs(pairs);
    }

    /** Of a name of any bytes, each of which is a character; null for null. */
    private static byte[] bytes(String name) {
        return name == null ? null : name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Reply holder(Participant holder) {
        return holder == null
                ? Reply.NULL
                : Reply.array(List.of(Reply.integer(holder.id()), Reply.text(holder.name())));
    }

    private static void add(List<Reply> pairs, String key, Long value) {
        add(pairs, key, value == null ? Reply.NULL : Reply.integer(value));
    }

    private static void add(List<Reply> pairs, String key, String value) {
        add(pairs, key, value == null ? Reply.NULL : Reply.text(value));
    }

    private static void add(List<Reply> pairs, String key, byte[] value) {
        add(pairs, key, value == null ? Reply.NULL : Reply.bulk(value));
    }

    private static void add(List<Reply> pairs, String key, Reply value) {
        pairs.add(Reply.text(key));
        pairs.add(value);
    }

    /** As many of these items as fit into a reply of so many bytes, and one at least. */
    static Reply array(List<ItemView> items, long maxBytes) {
        List<Reply> maps = new ArrayList<>(items.size());
        long bytes = 0;
        for (ItemView item : items) {
            bytes += item.bytesShown();
            if (bytes > maxBytes && !maps.isEmpty()) {
                break;
            }
            maps.add(map(item));
        }
        return Reply.array(maps, bytes);
    }
}
