package dev.tutti.command;

import dev.tutti.command.Notice.Contentions;
import dev.tutti.config.NamePatterns;

/**
 * Asks who holds things and who waits for them.
 *
 * @param name of the things to report, or null for all
 * @param contended whether to report only the things that somebody waits for
 * @param visible the only names that are reported
 */
public record ContentionQuery(String name, boolean contended, NamePatterns visible) implements OwnerQuery<Contentions> {

    public ContentionQuery(String name, boolean contended) {
        this(name, contended, NamePatterns.ALL);
    }

    @Override
    public ContentionQuery seeing(NamePatterns names) {
        return new ContentionQuery(name, contended, names);
    }

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
        return Search.along(
                facts.contentions(this), found -> visible.match(found.name()), (all, now) -> new Contentions(now, all));
    }
}
