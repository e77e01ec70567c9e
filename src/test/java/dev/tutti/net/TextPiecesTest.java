package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.resp.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of CLIENT LIST, which is made and written in pieces. */
class TextPiecesTest {

    private static final String LINE = "id=1 name=\u00e9\n";
    private static final int LINES = 10_000;

    private static TextPieces lines(int count) {
        TextPieces pieces = new TextPieces();
        for (int i = 0; i < count; i++) {
            pieces.add(LINE);
        }
        return pieces;
    }

    private static String encoded(List<Reply> replies) {
        ReplyWriter writer = new ReplyWriter();
        replies.forEach(reply -> reply.writeTo(writer));
        return new String(writer.takeBytes(), StandardCharsets.UTF_8);
    }

    private static List<Reply> merged(TextPieces... answers) {
        return Merges.of(Merge.TEXT)
                .apply(List.of(answers).stream()
                        .map(answer -> new Notice.ClientLines(answer.all()))
                        .toList())
                .all();
    }

    @Test
    void noPieceIsLong() {
        assertThat(lines(LINES).all()).hasSizeGreaterThan(10).allMatch(piece -> piece.length < 2 * TextPieces.LENGTH);
        assertThat(lines(0).all()).isEmpty();
        assertThat(lines(1).all()).hasSize(1);
    }

    @Test
    void aReplyOfManyPiecesIsOneBulk() {
        List<Reply> replies = merged(lines(LINES), lines(0), lines(1));
        assertThat(replies).hasSizeGreaterThan(10);
        assertThat(encoded(replies)).isEqualTo(encoded(List.of(Reply.text(LINE.repeat(LINES + 1)))));
    }

    @Test
    void aReplyWithoutClientsIsAnEmptyBulk() {
        assertThat(encoded(merged(lines(0)))).isEqualTo("$0\r\n\r\n");
    }
}
