package dev.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopShareTest {

    private long millis;
    private int looks;
    private final LoopShare<String> share = new LoopShare<>(
            () -> {
                looks++;
                return TimeUnit.MILLISECONDS.toNanos(millis);
            },
            TimeUnit.MILLISECONDS.toNanos(5));

    /** The number of commands that run until the share is used up. */
    private int commands(long eachMillis) {
        int run = 0;
        do {
            millis += eachMillis;
            run++;
        } while (!share.isUsedUp());
        return run;
    }

    @Test
    void theFirstShareOfATurnIsTenMillisecondsAndThoseBehindItTwo() {
        share.begin();
        assertThat(commands(1)).isEqualTo(10);
        assertThat(commands(1)).isEqualTo(2);
        share.begin();
        assertThat(commands(1)).isEqualTo(10);
    }

    @Test
    void quickCommandsAreTimedInGroupsOfSixteen() {
        share.begin();
        looks = 0;
        for (int i = 0; i < 1 + 2 + 4 + 8 + 160; i++) {
            assertThat(share.isUsedUp()).isFalse();
        }
        assertThat(looks).isEqualTo(14);
    }

    @Test
    void slowCommandsOfTheNextTurnAreTimedOneByOneAgain() {
        share.begin();
        for (int i = 0; i < 100; i++) {
            share.isUsedUp();
        }
        share.begin();
        assertThat(commands(10)).isEqualTo(1);
    }

    @Test
    void somethingThatWasNotCountedIsSeenByALook() {
        share.begin();
        for (int i = 0; i < 100; i++) {
            share.isUsedUp();
        }
        millis += 10;
        assertThat(share.isOver()).isTrue();
        assertThat(share.isOver()).isFalse();
    }

    @Test
    void aCommandThatTakesTooLongIsFoundOnce() {
        share.begin();
        commands(4);
        assertThat(share.hasOverrun()).isFalse();
        commands(6);
        assertThat(share.hasOverrun()).isTrue();
        assertThat(share.takeOverrun()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(6));
        assertThat(share.overrunCommands()).isEqualTo(1);
        assertThat(share.hasOverrun()).isFalse();
        commands(6);
        millis++;
        share.isUsedUp();
        assertThat(share.hasOverrun()).isFalse();
    }

    @Test
    void ofQuickCommandsTheNumberIsKnownThatTookTheTimeTogether() {
        share.begin();
        for (int i = 0; i < 3; i++) {
            share.isUsedUp();
        }
        millis += 5;
        for (int i = 0; i < 4; i++) {
            assertThat(share.hasOverrun()).isFalse();
            share.isUsedUp();
        }
        assertThat(share.hasOverrun()).isTrue();
        assertThat(share.overrunCommands()).isEqualTo(4);
    }

    @Test
    void theTimeOfSomethingElseIsNotThatOfACommand() {
        share.begin();
        millis += 6;
        share.passOver();
        share.isUsedUp();
        assertThat(share.hasOverrun()).isFalse();
        commands(6);
        assertThat(share.hasOverrun()).isTrue();
        share.begin();
        assertThat(share.hasOverrun()).isFalse();
    }

    @Test
    void laterTurnsGoRoundUntilTheyHaveTakenTenMilliseconds() {
        share.defer("a");
        share.defer("b");
        List<String> rounds = new ArrayList<>();
        share.goOn(next -> {
            rounds.add(next + commands(1));
            share.defer(next);
        });
        assertThat(rounds).containsExactly("a2", "b2", "a2", "b2", "a2");
        assertThat(share.hasUnfinished()).isTrue();
    }
}
