package dev.tutti.metrics;

import dev.tutti.journal.Health;
import dev.tutti.journal.Journal;
import dev.tutti.ops.CommitMeter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The journal, its disk, and what it writes. */
final class JournalMetrics implements MetricSource {

    private final Supplier<Journal> journal;
    private final long reserve;
    private final CommitMeter commits;

    /**
     * @param journal null while it is not open
     * @param reserve the bytes that must be left on its disk
     */
    JournalMetrics(Supplier<Journal> journal, long reserve, CommitMeter commits) {
        this.journal = journal;
        this.reserve = reserve;
        this.commits = commits;
    }

    @Override
    public void addTo(Families families) {
        Journal open = journal.get();
        if (open != null) {
            addState(families, open);
        }
        families.histogram("journal_commit_seconds", "The time to write a group of commits, with its sync")
                .add(List.of(commits.seconds()));
        families.histogram("journal_batch_commits", "The commits that were written together")
                .add(List.of(commits.commits()));
        families.histogram("journal_batch_bytes", "The bytes that were written together")
                .add(List.of(commits.bytes()));
    }

    private void addState(Families families, Journal open) {
        Health health = open.health();
        Families.Values states = families.gauge(
                "journal_state", "1 for the state of the journal: failed takes nothing, low is nearly full");
        for (Health.State state : Health.State.values()) {
            states.add(state == health.state() ? 1 : 0, "state", state.name().toLowerCase(Locale.ROOT));
        }
        families.counter("journal_read_errors", "Reads of the journal that failed")
                .add(health.readErrors());
        open.freeBytes().ifPresent(free -> {
            families.gauge("journal_free_bytes", "The room on the journal's disk")
                    .add(free);
            families.gauge("journal_reserve_bytes", "The room below which new items are refused")
                    .add(reserve);
        });
    }
}
