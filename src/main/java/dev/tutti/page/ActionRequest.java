package dev.tutti.page;

import dev.tutti.command.MoveCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.SettingsCommand;
import dev.tutti.command.TaskCommand;
import dev.tutti.config.Names;
import dev.tutti.config.Units;
import dev.tutti.log.ShownName;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * One action with its values, and the command of the protocol that it is.
 *
 * @param id 0 for an action on the whole queue
 * @param to the queue that an item goes to, or null
 */
record ActionRequest(Action action, String queue, long id, String to) {

    /**
     * Reads the body of a request.
     *
     * @throws RefusedRequest if it is not as the page sends it
     */
    static ActionRequest read(Action action, Buffer body) {
        JsonObject json = json(body);
        for (String key : json.fieldNames()) {
            if (!action.keys().contains(key)) {
                throw RefusedRequest.bad("a key is not known, expected " + String.join(", ", action.keys()));
            }
        }
        String queue = queue(json, "queue");
        long id = action.keys().contains("id") ? id(json) : 0;
        String to = action.keys().contains("to") ? queue(json, "to") : null;
        if (action == Action.RETRY && Names.isDeadLetter(queue)) {
            to = origin(queue);
        }
        return new ActionRequest(action, queue, id, to);
    }

    private static JsonObject json(Buffer body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException noObject) {
            throw RefusedRequest.bad("the body is not a JSON object");
        }
    }

    private static String queue(JsonObject json, String key) {
        if (!(json.getValue(key) instanceof String name)) {
            throw RefusedRequest.bad(key + " is not the name of a queue");
        }
        return QueueDetails.checked(key, name);
    }

    private static long id(JsonObject json) {
        Object id = json.getValue("id");
        boolean isWhole = id instanceof Integer || id instanceof Long;
        if (!isWhole || ((Number) id).longValue() < 1) {
            throw RefusedRequest.bad("id is not the id of an item");
        }
        return ((Number) id).longValue();
    }

    /** The queue in which the items of a dead-letter queue failed. */
    private static String origin(String deadLetters) {
        return QueueDetails.checked("the queue without " + Names.DEAD, Names.ofDeadLetter(deadLetters));
    }

    QueueCommand command() {
        return switch (action) {
            case RETRY -> to == null ? new MoveCommand.Reschedule(queue, id, null, 0) : moved();
            case MOVE -> moved();
            case DROP -> new TaskCommand.Cancel(queue, id);
            case PAUSE -> new SettingsCommand.Pause(queue, 0);
            case RESUME -> new SettingsCommand.Resume(queue);
            case PURGE -> new QueueCommand.Purge(queue);
        };
    }

    private MoveCommand.Move moved() {
        return new MoveCommand.Move(queue, to, 1, id);
    }

    /**
     * What has come of the action, in words.
     *
     * @throws RefusedRequest if the owner has refused it
     */
    String outcome(Reply reply) {
        if (reply instanceof Reply.Error error) {
            throw RefusedRequest.impossible(error.toString());
        }
        if (!(reply instanceof Reply.Int number)) {
            return "done";
        } else if (action == Action.PURGE) {
            return "done, " + Units.count(number.value(), "item") + " dropped";
        } else if (number.value() == 0) {
            throw RefusedRequest.impossible(Refusal.noItem(missing()).reply().toString());
        }
        return "done";
    }

    private String missing() {
        String item = "item " + id;
        return action == Action.DROP
                ? item + " has ended, or is in another queue than " + queue
                : item + " is neither ready nor delayed in queue " + queue;
    }

    /** The action as a part of a sentence. */
    String words() {
        String shown = "queue " + ShownName.of(queue);
        String item = "item " + id + " of " + shown;
        return switch (action) {
            case RETRY -> "retry " + item;
            case MOVE -> "move " + item + " to queue " + ShownName.of(to);
            case DROP -> "drop " + item;
            case PAUSE -> "pause " + shown;
            case RESUME -> "resume " + shown;
            case PURGE -> "purge " + shown;
        };
    }
}
