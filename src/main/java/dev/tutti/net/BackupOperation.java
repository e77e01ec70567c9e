package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.journal.JournalException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A BACKUP under way, on a thread of its own. A part of one is worth nothing, so it goes on if its client leaves. */
final class BackupOperation extends LateOperation {

    private static final Logger log = LoggerFactory.getLogger(BackupOperation.class);

    private final ConnectionContext context;

    /** @param answer is given the reply, once */
    BackupOperation(ConnectionContext context, Consumer<Reply> answer) {
        super(context, answer);
        this.context = context;
    }

    /** Copies the journal. A relative path begins at the directory in which the server was started. */
    void start(String directory) {
        // Not one of Vert.x's threads: it may take longer than these may be blocked.
        Thread thread = new Thread(() -> answer(copy(directory)), "tutti-backup");
        thread.setDaemon(true);
        thread.start();
    }

    private Reply copy(String directory) {
        try {
            Path copy = Path.of(directory).toAbsolutePath();
            context.journal().get().backup(copy);
            log.info("BACKUP: the journal is copied into {}", copy);
            return Reply.OK;
        } catch (JournalException | InvalidPathException e) {
            log.warn("BACKUP: {}", e.getMessage());
            return Refusal.error("ERR", e.getMessage());
        } catch (RuntimeException bug) {
            log.error("BACKUP into {} failed", directory, bug);
            return Refusal.internalError();
        }
    }
}
