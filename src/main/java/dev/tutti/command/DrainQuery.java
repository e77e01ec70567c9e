package dev.tutti.command;

import dev.tutti.command.Notice.Drained;

/**
 * Asks for no fact. Messages between two ends keep their order, so the answer proves that the owner has handled
 * everything the asker sent before, and that its replies to that, as far as nothing has to wait, have arrived.
 */
public record DrainQuery() implements OwnerQuery<Drained> {

    @Override
    public Class<Drained> answerType() {
        return Drained.class;
    }

    @Override
    public boolean isAboutEverything() {
        return false;
    }

    @Override
    public Search<Drained> search(Facts facts) {
        return Search.none(Notice.DRAINED);
    }
}
