package dev.tutti.producer;

import dev.tutti.command.Reply;
import dev.tutti.command.SettingsCommand;
import dev.tutti.config.QueueConfig;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.log.ShownName;
import dev.tutti.queue.Queues;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the queues of one owner work by another configuration, each by an ALTER, which waits for a long change of the
 * queue. Bound to the owner's event loop.
 */
final class QueueReload {

    private static final Logger log = LoggerFactory.getLogger(QueueReload.class);

    private final Queues queues;
    private final PeerOwners peers;
    private final int self;

    /** @param self the number of this owner among its peers */
    QueueReload(Queues queues, PeerOwners peers, int self) {
        this.queues = queues;
        this.peers = peers;
        this.self = self;
    }

    /** @param end is run when all queues have the settings */
    void apply(Map<String, QueueConfig> next, Runnable end) {
        List<String> changed = queues.configure(next);
        int[] left = {changed.size()};
        if (changed.isEmpty()) {
            end.run();
        }
        for (String name : changed) {
            SettingsCommand alter =
                    new SettingsCommand.Alter(name, next.get(name).withoutKind());
            peers.ask(self, alter, reply -> {
                if (reply instanceof Reply.Error refused) {
                    log.warn("reload: queue {} keeps its settings: {}", ShownName.of(name), refused);
                }
                left[0]--;
                if (left[0] == 0) {
                    end.run();
                }
            });
        }
    }
}
