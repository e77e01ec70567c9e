package dev.tutti.command;

import dev.tutti.command.Notice.PrimitiveFigures;
import dev.tutti.waiting.ContentionSum;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** Asks how many locks and their kin are held and waited for, for metrics. */
public record PrimitiveFiguresQuery() implements OwnerQuery<PrimitiveFigures> {

    @Override
    public Class<PrimitiveFigures> answerType() {
        return PrimitiveFigures.class;
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
    public Search<PrimitiveFigures> search(Facts facts) {
        Map<String, ContentionSum> sums = new TreeMap<>();
        return Search.adding(
                facts.contentionSums(),
                sum -> sums.merge(sum.kind(), sum, ContentionSum::plus),
                now -> new PrimitiveFigures(now, new ArrayList<>(sums.values())));
    }
}
