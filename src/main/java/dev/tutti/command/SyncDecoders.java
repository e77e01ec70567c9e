package dev.tutti.command;

import static dev.tutti.command.CommandGroup.SYNC;

import java.util.List;

/** EVENT, LOCK and their kin. */
final class SyncDecoders {

    private SyncDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                row("EVENT", "Sets, clears, or waits for a flag"),
                row("LOCK", "Acquires or releases a lock"),
                row("SEMAPHORE", "Acquires or releases one of several permits"),
                row("CONDITION", "Waits for a condition, or notifies"),
                row("BARRIER", "Waits until enough parties have come"));
    }

    private static CommandSpec row(String name, String summary) {
        return new CommandSpec(name, null, SYNC, "subcommand name [argument ...]", summary, w -> {
            throw Refusal.malformed("not yet");
        });
    }
}
