package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskFailureTest {

    @Test
    void textIsTheMessageOrTheNameOfTheClass() {
        assertThat(TaskFailure.textOf(new IllegalStateException("why"))).hasToString("why");
        assertThat(TaskFailure.textOf(new InterruptedException())).hasToString("java.lang.InterruptedException");
        assertThat(TaskFailure.textOf(new StackOverflowError())).hasToString("java.lang.StackOverflowError");
        assertThat(TaskFailure.textOf(new Exception(" \n"))).hasToString("java.lang.Exception");
    }

    @Test
    void messageThatThrowsIsReplaced() {
        RuntimeException broken = new RuntimeException() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new IllegalStateException();
            }
        };
        assertThat(TaskFailure.textOf(broken).toString())
                .endsWith("(its message failed with java.lang.IllegalStateException)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "€", "😀"})
    void cutIsNeverInsideACharacter(String character) {
        for (int shift = 0; shift < 4; shift++) {
            String text = "x".repeat(shift) + character.repeat(5000);
            String cut = TaskFailure.textOf(new Exception(text)).toString();
            assertThat(text).startsWith(cut);
            assertThat(cut.getBytes().length).isBetween(TaskFailure.MAX_TEXT - 3, TaskFailure.MAX_TEXT);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreCutAtTheLimit() {
        byte[] bytes = new byte[5000];
        Arrays.fill(bytes, (byte) 0x80);
        assertThat(TaskFailure.cut(Buffer.buffer(bytes)).length()).isEqualTo(TaskFailure.MAX_TEXT);
    }
}
