package dev.tutti.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.persistence.Basis;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {

    private static final List<Notice> NOTICES = List.of(Notice.RECEIPT, Notice.WITHDRAWN, new Notice.Cancellation(7));

    private final Replies replies = new Replies(0);
    private final List<String> expected = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> receipts = new ArrayList<>();

    private void fill(int size) {
        Random random = Seeds.random(size);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(4) == 0) {
                addNotice(i, NOTICES.get(random.nextInt(NOTICES.size())));
            } else {
                addReply(i, random.nextBoolean() ? Basis.JOURNAL : Basis.MEMORY);
            }
        }
    }

    private void addNotice(long coroutine, Notice notice) {
        replies.add(coroutine, notice);
        String told = coroutine + " " + notice.getClass().getSimpleName();
        expected.add(told);
        changed.add(told);
        if (notice == Notice.RECEIPT) {
            receipts.add(told);
        }
    }

    private void addReply(long coroutine, Basis basis) {
        replies.add(coroutine, Reply.integer(coroutine), basis);
        expected.add(coroutine + " " + coroutine);
        changed.add(coroutine + " " + basis);
    }

    private static List<String> told(Replies replies) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            told.add(replies.coroutine(i) + " " + RecordedBus.told(replies, i));
        }
        return told;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 17, 63, 64, 65, 200})
    void deliversEachInItsOrder(int size) {
        fill(size);
        assertThat(told(replies)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65, 200})
    void changesEachReplyByItsBasisAndNoNotice(int size) {
        fill(size);
        assertThat(told(replies.map(reply -> Reply.text("JOURNAL"), reply -> Reply.text("MEMORY"))))
                .isEqualTo(changed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 200})
    void keepsTheBasisOfAddedReplies(int size) {
        fill(size);
        Replies all = new Replies(0);
        all.addAll(replies);
        assertThat(told(all)).isEqualTo(expected);
        assertThat(told(all.map(reply -> Reply.text("JOURNAL"), reply -> Reply.text("MEMORY"))))
                .isEqualTo(changed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 200})
    void picksTheReceipts(int size) {
        fill(size);
        Replies picked = replies.receipts();
        assertThat(picked == null ? List.of() : told(picked)).isEqualTo(receipts);
    }
}
