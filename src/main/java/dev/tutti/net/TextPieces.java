package dev.tutti.net;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A text that may be long, in pieces of UTF-8, so that no step has to copy all of it. */
final class TextPieces {

    /** A piece ends behind so many characters. */
    static final int LENGTH = 8192;

    private final List<byte[]> pieces = new ArrayList<>();
    private final StringBuilder last = new StringBuilder();

    /** Adds whole characters: no half of a surrogate pair. */
    void add(String text) {
        last.append(text);
        if (last.length() >= LENGTH) {
            endPiece();
        }
    }

    private void endPiece() {
        pieces.add(last.toString().getBytes(StandardCharsets.UTF_8));
        last.setLength(0);
    }

    /** All pieces. Nothing may be added after that. */
    List<byte[]> all() {
        if (!last.isEmpty()) {
            endPiece();
        }
        return pieces;
    }
}
