package dev.tutti.command;

import dev.tutti.command.Notice.Contentions;
import dev.tutti.waiting.Contention;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks who holds locks and their kin and who waits for them, for a page that shows only some of them.
 *
 * @param most the number of things that somebody waits for, and of others that are held, which an owner answers
 */
public record ContentionSampleQuery(int most) implements OwnerQuery<Contentions> {

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
        return true;
    }

    @Override
    public Search<Contentions> search(Facts facts) {
        List<Contention> awaited = new ArrayList<>();
        List<Contention> held = new ArrayList<>();
        return Search.adding(
                facts.contentions(new ContentionQuery(null, false)),
                contention -> add(contention, contention.isWaitedFor() ? awaited : held),
                now -> {
                    awaited.addAll(held);
                    return new Contentions(now, awaited);
                });
    }

    private void add(Contention contention, List<Contention> to) {
        if (to.size() < most) {
            to.add(contention);
        }
    }
}
