package dev.tutti.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/**
 * Formats each event as one line of JSON, with the keys of logback's own encoder. Invisible characters in the texts are
 * escaped as JSON does it, so a program gets the texts as they are, and a terminal shows them.
 */
public final class JsonLines extends JsonEncoder {

    public JsonLines() {
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithContext(false);
        setWithMarkers(false);
        setWithMDC(false);
        setWithMessage(false);
        setWithArguments(false);
        setWithFormattedMessage(true);
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = new String(super.encode(event), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder(line.length());
        line.codePoints().forEach(c -> {
            if (c != '\n' && ShownName.isInvisible(c)) {
                escape(c, shown);
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void escape(int invisible, StringBuilder shown) {
        for (char unit : Character.toChars(invisible)) {
            shown.append("\\u");
            String digits = Integer.toHexString(unit);
            shown.append("0".repeat(4 - digits.length())).append(digits);
        }
    }
}
