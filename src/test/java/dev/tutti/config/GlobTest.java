package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            *       | ''     | true
            ''      | ''     | true
            ''      | a      | false
            save    | save   | true
            save    | saved  | false
            s*      | save   | true
            *e      | save   | true
            s?ve    | save   | true
            s?ve    | sve    | false
            *a*b*   | xaxb   | true
            *a*b*   | xbxa   | false
            *ab     | aab    | true
            **      | ''     | true
            a**     | a      | true
            a***b** | axxb   | true
            a.c     | abc    | false
            [ab]    | a      | false
            """)
    void aStarIsAnyCharactersAndAQuestionMarkIsOne(String glob, String text, boolean matches) {
        assertThat(new Glob(glob).matches(text)).isEqualTo(matches);
    }

    @Test
    void matchesAsTheRegularExpressionOfTheSameMeaningDoes() {
        Random random = Seeds.random(15);
        for (int i = 0; i < 20_000; i++) {
            String glob = random(random, "ab*?", 7);
            String text = random(random, "ab", 8);
            String regex = glob.chars()
                    .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : String.valueOf((char) c))
                    .collect(Collectors.joining());
            assertThat(new Glob(glob).matches(text)).as(glob + " " + text).isEqualTo(Pattern.matches(regex, text));
        }
    }

    private static String random(Random random, String alphabet, int longest) {
        return random.ints(random.nextInt(longest + 1), 0, alphabet.length())
                .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*a", "a*", "?*", "*?*a"})
    void noPatternTakesLongerThanItsLengthAsksFor(String part) {
        Glob glob = new Glob(part.repeat(100_000) + "b");
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(glob.matches("a".repeat(1000))).isFalse());
    }
}
