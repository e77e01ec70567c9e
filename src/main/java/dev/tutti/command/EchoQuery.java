package dev.tutti.command;

import dev.tutti.command.Notice.Echo;

/**
 * Asks for nothing but an answer. Messages between two ends keep their order. So the answer proves that the owner has
 * handled everything that the asker sent before, and that its replies to that, as far as nothing has to wait, have
 * arrived.
 */
public record EchoQuery() implements OwnerQuery<Echo> {

    @Override
    public Class<Echo> answerType() {
        return Echo.class;
    }

    @Override
    public boolean isAboutQueues() {
        return false;
    }

    @Override
    public boolean isAboutEverything() {
        return false;
    }

    @Override
    public Search<Echo> search(Facts facts) {
        return Search.none(Notice.ECHO);
    }
}
