package dev.tutti.producer;

import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import dev.tutti.command.ScheduleCommand;
import dev.tutti.command.SettingsCommand;
import dev.tutti.config.Configuration;
import dev.tutti.config.Names;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.log.ShownName;
import dev.tutti.queue.Queues;
import dev.tutti.schedule.ScheduleSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Has the queues and schedules of one owner follow the change from one configuration to another. Each change is a
 * command to this owner, which waits for a long change of its queue. Many are sent one behind the other, so that
 * clients have their turns in between. Bound to the owner's event loop.
 */
final class OwnerReload {

    /** The most changes that are sent and not answered. */
    private static final int AT_A_TIME = 64;

    /** @param problem the words before the reason if the command is refused */
    private record Change(QueueCommand command, String problem) {}

    private final Queues queues;
    private final PeerOwners peers;
    private final int self;
    private final Consumer<List<String>> end;
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();
    private int unanswered;

    /**
     * @param self the number of this owner among its peers
     * @param end is given the changes that were refused, as texts, when all are made
     */
    OwnerReload(Queues queues, PeerOwners peers, int self, Consumer<List<String>> end) {
        this.queues = queues;
        this.peers = peers;
        this.self = self;
        this.end = end;
    }

    void start(Configuration before, Configuration next) {
        alterQueues(next);
        unsetSchedules(before.schedules(), byName(next.schedules()));
        setSchedules(byName(before.schedules()), next.schedules());
        goOn();
    }

    private void alterQueues(Configuration next) {
        for (String name : queues.configure(next.queues())) {
            SettingsCommand alter =
                    new SettingsCommand.Alter(name, next.queue(name).withoutKind());
            changes.add(new Change(alter, "queue " + ShownName.of(name) + " keeps its settings"));
        }
    }

    private void unsetSchedules(List<ScheduleSpec> before, Map<String, ScheduleSpec> next) {
        for (ScheduleSpec spec : before) {
            if (isHere(spec) && !next.containsKey(spec.name())) {
                changes.add(new Change(
                        new ScheduleCommand.Unset(spec.name(), spec.queue()),
                        "schedule " + ShownName.of(spec.name()) + " is not deleted"));
            }
        }
    }

    private void setSchedules(Map<String, ScheduleSpec> before, List<ScheduleSpec> next) {
        for (ScheduleSpec spec : next) {
            ScheduleSpec known = before.get(spec.name());
            if (isHere(spec) && (known == null || !known.isSameAs(spec))) {
                changes.add(new Change(
                        new ScheduleCommand.Set(spec, true), "schedule " + ShownName.of(spec.name()) + " is not set"));
            }
        }
    }

    private static Map<String, ScheduleSpec> byName(List<ScheduleSpec> schedules) {
        return schedules.stream().collect(Collectors.toMap(ScheduleSpec::name, Function.identity()));
    }

    private boolean isHere(ScheduleSpec spec) {
        return Names.queueOwner(spec.queue(), peers.count()) == self;
    }

    private void goOn() {
        while (unanswered < AT_A_TIME && !changes.isEmpty()) {
            Change change = changes.remove();
            unanswered++;
            peers.ask(self, change.command, reply -> answered(change, reply));
        }
        if (unanswered == 0) {
            end.accept(problems);
        }
    }

    private void answered(Change change, Reply reply) {
        unanswered--;
        if (reply instanceof Reply.Error refused) {
            problems.add(change.problem + ": " + refused);
        }
        goOn();
    }
}
