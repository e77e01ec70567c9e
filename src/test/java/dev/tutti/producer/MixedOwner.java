package dev.tutti.producer;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.Signal;
import dev.tutti.command.Typed;
import dev.tutti.config.Configuration;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.journal.MapJournal;
import dev.tutti.persistence.JournaledEventStore;
import dev.tutti.persistence.JournaledPermitStore;
import dev.tutti.persistence.Numbers;
import dev.tutti.persistence.Recovery;
import dev.tutti.sync.Primitives;
import dev.tutti.waiting.ManualClock;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The owner of all queues and of all events, locks and their kin, as it starts with what is in a journal. */
final class MixedOwner {

    private static final ManualClock CLOCK = new ManualClock(() -> 1000);

    /** Carries out transactions, and has the time. */
    final OneOwner queues;

    private final CommandScheduler<?, ?> primitives;
    private final Typed typed = new Typed();

    MixedOwner(MapJournal journal) {
        queues = new OneOwner(1 << 24, journal);
        new Recovery(journal, CLOCK, List.of(queues.queues)).run();
        Primitives found = new Primitives(
                0,
                Configuration.from(new JsonObject("{\"queues\": {}}")),
                Numbers.fencingTokens(journal, CLOCK),
                new AtomicLong()::decrementAndGet,
                queues.memory,
                journal);
        JournaledEventStore.read(journal).forEach(found::found);
        JournaledPermitStore.read(journal, CLOCK).forEach(found::found);
        primitives = queues.join(found);
    }

    /** What everybody is answered when this one has sent these commands, each in a turn of its own. */
    List<String> ask(long connection, String... lines) {
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            Command command = typed.decode(line);
            all.addAll(
                    command.family() == Command.Family.SYNC
                            ? tellPrimitives(connection, command)
                            : queues.send(connection, command));
        }
        return all;
    }

    /** What everybody is answered when those that are not queues were sent these commands. */
    List<String> tellPrimitives(long connection, Command... commands) {
        primitives.receive(RecordedBus.request("net", connection, commands));
        return queues.replies();
    }

    List<String> transaction(long connection, String... lines) {
        return queues.transaction(connection, lines);
    }

    List<String> close(long connection) {
        List<String> all = new ArrayList<>(queues.close(connection));
        all.addAll(tellPrimitives(connection, new Signal.Closed()));
        return all;
    }
}
