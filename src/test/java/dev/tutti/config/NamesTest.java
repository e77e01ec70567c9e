package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"q", "a.b:c/d-e_f", "naïve", "列", "🎻", "timeouts", "PRIORITY"})
    void mayBeAnyPrintableText(String name) {
        assertThat(Names.nameProblem(name)).isEmpty();
        assertThat(Names.queueProblem(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\t", "a\u00a0b", "\u2003", "\u2028", "\u0085", "\u3000", "\n"})
    void haveNoWhiteSpace(String name) {
        assertThat(Names.nameProblem(name)).contains("contains white space");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u001bb", "\u007f", "\u009f"})
    void haveNoControlCharacters(String name) {
        assertThat(Names.nameProblem(name)).contains("contains a control character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u202eb", "\u200b", "q\u200d", "\ufeffq", "a\u00adb", "q\u2066", "q\udb40\udc41"})
    void haveNoInvisibleCharacters(String name) {
        assertThat(Names.nameProblem(name)).contains("contains an invisible character");
        assertThat(Names.queueProblem(name)).contains("contains an invisible character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u3164",
                "a\u115f",
                "\u1160b",
                "\u2800",
                "a\ufe0f",
                "a\u034fb",
                "\uffa0",
                "\u17b4",
                "a\u180b",
                "a\ufe00",
                "\u2065",
                "a\udb40\udd00",
                "\ud834\udd59",
                "\ud81b\udfe4"
            })
    void haveNoBlankAndNoIgnorableCharacters(String name) {
        assertThat(Names.nameProblem(name)).contains("contains an invisible character");
        assertThat(Names.queueProblem(name)).contains("contains an invisible character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TIMEOUT", "limit", "Return_Exceptions", "first_completed", "FIRST_EXCEPTION", "ALL_COMPLETED"})
    void areNoOptionsOfGather(String name) {
        assertThat(Names.queueProblem(name)).contains("is the name of an option");
    }

    @Test
    void areMeasuredInBytes() {
        assertThat(Names.nameProblem("")).contains("is empty");
        assertThat(Names.nameProblem("a".repeat(200))).isEmpty();
        assertThat(Names.nameProblem("a".repeat(201))).contains("is longer than 200 bytes");
        assertThat(Names.nameProblem("é".repeat(100))).isEmpty();
        assertThat(Names.nameProblem("é".repeat(101))).contains("is longer than 200 bytes");
        assertThat(Names.nameProblem("🎻".repeat(51))).contains("is longer than 200 bytes");
        assertThat(Names.nameProblem("a\ud83c")).contains("is not UTF-8");
    }

    @Test
    void ofQueuesLeaveRoomForTheDead() {
        assertThat(Names.queueProblem("a".repeat(195))).isEmpty();
        assertThat(Names.queueProblem("a".repeat(196))).contains("is longer than 195 bytes");
        assertThat(Names.queueProblem("a".repeat(195) + ".dead")).isEmpty();
        assertThat(Names.queueProblem("a".repeat(196) + ".dead")).contains("is longer than 200 bytes");
    }

    @Test
    void ofSchedulesLeaveRoomForTheirKeys() {
        assertThat(Names.scheduleProblem("a".repeat(191))).isEmpty();
        assertThat(Names.scheduleProblem("a".repeat(192))).contains("is longer than 191 bytes");
        assertThat(Names.scheduleProblem("é".repeat(96))).contains("is longer than 191 bytes");
        assertThat(Names.scheduleProblem("")).contains("is empty");
        assertThat((Names.SCHEDULE_KEY + "a".repeat(191)).length()).isEqualTo(Names.LONGEST_KEY);
    }

    @Test
    void areSpreadOverTheirOwners() {
        int[] shares = new int[4];
        for (int i = 0; i < 1000; i++) {
            assertThat(Names.owner("name-" + i, 1)).isZero();
            shares[Names.owner("name-" + i, 4)]++;
        }
        assertThat(Arrays.stream(shares)).allMatch(share -> share > 150);
        assertThat(Names.owner("name-1", 4)).isEqualTo(Names.owner("name-1", 4));
    }
}
