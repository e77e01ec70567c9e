package dev.tutti.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownNameTest {

    @Test
    void aMessageHasItsInvisibleCharactersAsCodePoints() {
        assertThat(ShownName.readable("a\u202eb \u0001 \udb40\udd00 é\u3164"))
                .isEqualTo("aU+202Eb U+0001 U+E0100 éU+3164");
    }

    @Test
    void ofAllSpacesOnlyTheUsualOneIsShownAsItIs() {
        assertThat(ShownName.readable("a b\u00a0c\u2007d\u3000")).isEqualTo("a bU+00A0cU+2007dU+3000");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c != ' ' && (Character.isSpaceChar(c) || Character.isWhitespace(c))) {
                assertThat(ShownName.isInvisible(c)).as("U+%04X", c).isTrue();
            }
        }
        assertThat(ShownName.isInvisible(' ')).isFalse();
    }

    @Test
    void aNameThatCouldPassForMoreIsQuoted() {
        assertThat(ShownName.of("a\u202eb\"")).isEqualTo("\"a\\u202eb\\\"\"");
        assertThat(ShownName.of("a, b")).isEqualTo("\"a, b\"");
        assertThat(ShownName.of("a.b")).isEqualTo("a.b");
    }
}
