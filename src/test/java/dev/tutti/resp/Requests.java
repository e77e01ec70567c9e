package dev.tutti.resp;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Requests as tests write them: text in which every character is one byte. */
final class Requests {

    static final int KIB = 1024;
    static final int MIB = 1024 * KIB;

    private Requests() {}

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The words as a RESP array of bulk strings. */
    static byte[] array(byte[]... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("*" + words.length + "\r\n"));
        for (byte[] word : words) {
            out.writeBytes(bytes("$" + word.length + "\r\n"));
            out.writeBytes(word);
            out.writeBytes(bytes("\r\n"));
        }
        return out.toByteArray();
    }

    static String array(String... words) {
        byte[][] each = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            each[i] = bytes(words[i]);
        }
        return text(array(each));
    }

    static void feed(RequestParser parser, String latin1) {
        byte[] all = bytes(latin1);
        parser.feed(all, 0, all.length);
    }

    /** All commands, the input fed in pieces of the sizes given, in either way, each read until more is needed. */
    static List<List<String>> parse(RequestParser parser, byte[] input, IntSupplier pieces) throws ProtocolException {
        List<List<String>> commands = new ArrayList<>();
        int at = 0;
        while (at < input.length) {
            int length = Math.min(pieces.getAsInt(), input.length - at);
            if (at % 2 == 0) {
                parser.feed(Unpooled.copiedBuffer(input, at, length));
            } else {
                parser.feed(input, at, length);
            }
            at += length;
            readAll(parser, commands);
        }
        return commands;
    }

    static List<List<String>> parse(RequestParser parser, String latin1) throws ProtocolException {
        byte[] input = bytes(latin1);
        return parse(parser, input, () -> input.length);
    }

    static List<String> words(Arguments arguments) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            words.add(text(arguments.bytes(i)));
        }
        return words;
    }

    /** Adds the commands until more is needed; before the words of one that is too big stands TOOBIG. */
    static void readAll(RequestParser parser, List<List<String>> commands) throws ProtocolException {
        for (Arguments next = parser.next(); next != null; next = parser.next()) {
            List<String> words = words(next);
            if (next.tooBig()) {
                words.add(0, "TOOBIG");
            }
            commands.add(words);
        }
    }

    private static String text(byte[] latin1) {
        return new String(latin1, StandardCharsets.ISO_8859_1);
    }
}
