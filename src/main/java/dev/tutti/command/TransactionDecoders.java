package dev.tutti.command;

import static dev.tutti.command.CommandGroup.TRANSACTIONS;

import dev.tutti.command.ConnectionCommand.Answer;
import dev.tutti.command.ConnectionCommand.Transact;
import dev.tutti.command.ConnectionCommand.Transact.Step;
import java.util.List;

/** The rows of the {@link CommandTable} for MULTI and its kin, with their decoders. */
final class TransactionDecoders {

    private TransactionDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                row("MULTI", "", "Queues the commands that follow until EXEC", w -> new Transact(Step.MULTI)),
                row("EXEC", "", "Runs the commands queued since MULTI", w -> new Transact(Step.EXEC)),
                row("DISCARD", "", "Forgets the commands queued since MULTI", w -> new Transact(Step.DISCARD)),
                row(
                        "WATCH",
                        "key [key ...]",
                        "Is refused: hold a LOCK, or give the PUT a KEY",
                        w -> new Transact(Step.WATCH)),
                row("UNWATCH", "", "Answers OK, since nothing is watched", w -> new Answer(Reply.OK)));
    }

    private static CommandSpec row(String name, String syntax, String summary, CommandSpec.Decoder decoder) {
        return new CommandSpec(name, null, TRANSACTIONS, Access.READ, syntax, summary, decoder);
    }
}
