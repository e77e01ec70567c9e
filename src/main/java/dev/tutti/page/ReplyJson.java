package dev.tutti.page;

import dev.tutti.command.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replies of the protocol as JSON. Bytes that are no UTF-8 become replacement characters. */
final class ReplyJson {

    private ReplyJson() {}

    /**
     * The value of a reply: an object of a map, an array of an array, a text, a number or null.
     *
     * @throws RefusedRequest if the reply is an error, with its text
     */
    static Object of(Reply reply) {
        if (reply instanceof Reply.Pairs pairs) {
            return object(pairs.elements());
        } else if (reply instanceof Reply.Array array) {
            JsonArray elements = new JsonArray();
            array.elements().forEach(element -> elements.add(of(element)));
            return elements;
        } else if (reply instanceof Reply.Bulk bulk) {
            return text(bulk.bytes());
        } else if (reply instanceof Reply.Int integer) {
            return integer.value();
        } else if (reply instanceof Reply.Simple simple) {
            return simple.text();
        } else if (reply instanceof Reply.Encoded encoded) {
            return of(encoded.reply());
        } else if (reply instanceof Reply.Null || reply instanceof Reply.NullArray) {
            return null;
        } else if (reply instanceof Reply.Error error) {
            throw RefusedRequest.bad(error.toString());
        }
        throw new IllegalArgumentException(reply.getClass().getName());
    }

    private static JsonObject object(List<Reply> elements) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < elements.size(); i += 2) {
            object.put((String) of(elements.get(i)), of(elements.get(i + 1)));
        }
        return object;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
