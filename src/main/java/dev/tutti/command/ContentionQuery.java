package dev.tutti.command;

import dev.tutti.command.Notice.Contentions;

/**
 * Asks who holds things and who waits for them.
 *
 * @param name of the things to report, or null for all
 * @param contended whether to report only the things that somebody waits for
 */
public record ContentionQuery(String name, boolean contended) implements OwnerQuery<Contentions> {

    @Override
    public Class<Contentions> answerType() {
        return Contentions.class;
    }

    @Override
    public boolean isAboutQueues() {
        return false;
    }

    @Override
    public boolean isAboutEverything() {
        return name == null;
    }

    @Override
    public Search<Contentions> search(Facts facts) {
        return Search.along(facts.contentions(this), (all, now) -> new Contentions(now, all));
    }
}
