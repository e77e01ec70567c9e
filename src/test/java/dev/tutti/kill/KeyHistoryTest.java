package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kill.KeyHistory.Asked;
import org.junit.jupiter.api.Test;

class KeyHistoryTest {

    private final KeyHistory keys = new KeyHistory();

    private String put(long id) {
        return keys.answered(keys.putting("k"), id).orElse("right");
    }

    private void free(long id) {
        keys.freeing("k", id);
        keys.freed(id);
    }

    @Test
    void aKeyLeadsToItsItemUntilThatGivesItUp() {
        assertThat(put(7)).isEqualTo("right");
        assertThat(put(7)).isEqualTo("right");
        free(7);
        assertThat(put(8)).isEqualTo("right");
        assertThat(put(8)).isEqualTo("right");
    }

    @Test
    void aKeyOfTwoItemsIsFound() {
        put(7);
        assertThat(put(8)).isEqualTo("key k of item 7 led to item 8");
    }

    @Test
    void soIsOneThatWasNotGivenUp() {
        put(7);
        keys.freeing("k", 7);
        keys.notFreed(7);
        put(7);
        assertThat(put(8)).isEqualTo("key k of item 7 led to item 8");
    }

    @Test
    void andOneThatWasGivenUpForNothing() {
        put(7);
        free(7);
        assertThat(put(7)).isEqualTo("key k led to item 7, which had given it up");
    }

    // ---- what may be either way

    @Test
    void aKeyThatIsGivenUpWhileAnotherPutsAnItem() {
        put(7);
        Asked early = keys.putting("k");
        Asked late = keys.putting("k");
        free(7);
        assertThat(keys.answered(early, 7)).isEmpty();
        assertThat(keys.answered(late, 8)).isEmpty();
        assertThat(put(8)).isEqualTo("right");
    }

    @Test
    void aRequestWithoutReply() {
        put(7);
        keys.freeing("k", 7);
        assertThat(put(7)).isEqualTo("right");
        assertThat(put(8)).isEqualTo("right");
    }

    @Test
    void aReplyThatIsReadWhenTheKeyBelongsToAnother() {
        put(7);
        Asked slow = keys.putting("k");
        free(7);
        put(8);
        assertThat(keys.answered(slow, 7)).isEmpty();
        assertThat(put(8)).isEqualTo("right");
    }
}
