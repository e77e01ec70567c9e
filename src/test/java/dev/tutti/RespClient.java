package dev.tutti;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A blocking client that sends any bytes and reads one reply at a time: as String, Long, List, Map, {@link Null} or
 * {@link Failure}. Text is UTF-8. A read that takes longer than ten seconds fails.
 */
public final class RespClient implements Closeable {

    /** The ways to write null. */
    public enum Null {
        /** {@code $-1} */
        BULK,
        /** {@code *-1} */
        ARRAY,
        /** {@code _} */
        RESP3
    }

    /** An error reply, its kind first. */
    public record Failure(String text) {}

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int END = -1;

    private final Socket socket;
    private final InputStream in;

    /** Connects to a server on this machine. */
    public RespClient(int port) {
        this(port, 0);
    }

    /** @param receiveBuffer the socket's receive buffer in bytes, or 0 for the system's default */
    RespClient(int port, int receiveBuffer) {
        this(new InetSocketAddress("127.0.0.1", port), receiveBuffer, PATIENCE_MILLIS);
    }

    /** Connects to a server anywhere, with another patience. */
    public RespClient(InetSocketAddress address, int patienceMillis) {
        this(address, 0, patienceMillis);
    }

    private RespClient(InetSocketAddress address, int receiveBuffer, int patienceMillis) {
        try {
            socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(address, patienceMillis);
            socket.setSoTimeout(patienceMillis);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- out

    /** Sends bytes as they are. */
    public RespClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as it is, in UTF-8. */
    public RespClient send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a command as a RESP array of these words. */
    public RespClient tell(byte[]... words) {
        return send(request(words));
    }

    /** Sends a command as a RESP array of the words between its blanks. */
    public RespClient tell(String command) {
        return send(request(command));
    }

    /** The bytes of a command as a RESP array of the words between its blanks. */
    public static byte[] request(String command) {
        String[] words = command.split(" ", -1);
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return request(bytes);
    }

    public static byte[] request(byte[]... words) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(ascii("*" + words.length + "\r\n"));
        for (byte[] word : words) {
            request.writeBytes(ascii("$" + word.length + "\r\n"));
            request.writeBytes(word);
            request.writeBytes(ascii("\r\n"));
        }
        return request.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // ---- there and back

    public Object ask(String command) {
        return tell(command).read();
    }

    public Object ask(byte[]... words) {
        return tell(words).read();
    }

    public long integer(String command) {
        return (Long) ask(command);
    }

    public List<Object> list(String command) {
        return new ArrayList<>((List<?>) ask(command));
    }

    /** Sends a command that is answered in RESP3 with maps, and returns these by the {@code name} in each. */
    public Map<String, Map<?, ?>> byName(String command) {
        Map<String, Map<?, ?>> byName = new TreeMap<>();
        list(command).forEach(map -> byName.put((String) ((Map<?, ?>) map).get("name"), (Map<?, ?>) map));
        return byName;
    }

    /** Sends a command that must be answered with an error, and returns the text of the error. */
    public String refusal(String command) {
        return ((Failure) ask(command)).text();
    }

    /** This connection's id. */
    public long id() {
        return integer("CLIENT ID");
    }

    // ---- in

    public Object read() {
        try {
            return reply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Object> read(int replies) {
        List<Object> read = new ArrayList<>();
        for (int i = 0; i < replies; i++) {
            read.add(read());
        }
        return read;
    }

    /** Waits until the server closes the connection. True if it sent no further byte before that. */
    public boolean isAtEnd() {
        try {
            return in.read() == END;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one line and returns it without its line end. */
    public String line() throws IOException {
        return new String(rawLine(), StandardCharsets.UTF_8);
    }

    /** Reads one line and returns its bytes without the line end. */
    public byte[] rawLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b == END) {
                throw new EOFException("the server closed the connection, after '" + line + "'");
            }
            line.write(b);
        }
        if (in.read() != '\n') {
            throw new IOException("a line that does not end in CR LF: " + line);
        }
        return line.toByteArray();
    }

    /** Reads this many bytes. */
    public byte[] bytes(int length) throws IOException {
        return in.readNBytes(length);
    }

    private Object reply() throws IOException {
        String line = line();
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+':
                return rest;
            case '-':
                return new Failure(rest);
            case ':':
                return Long.valueOf(rest);
            case '$':
                return rest.equals("-1") ? Null.BULK : bulk(Integer.parseInt(rest));
            case '*':
            case '>':
                return rest.equals("-1") ? Null.ARRAY : read(Integer.parseInt(rest));
            case '%':
                return map(Integer.parseInt(rest));
            case '_':
                return Null.RESP3;
            default:
                throw new IOException("no RESP: " + line);
        }
    }

    private String bulk(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length || in.read() != '\r' || in.read() != '\n') {
            throw new EOFException("a bulk that does not end where it should");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Map<Object, Object> map(int size) throws IOException {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(reply(), reply());
        }
        return map;
    }

    // ---- the end

    /** Shuts down the sending side of the socket, as {@code nc -N} does. Replies can still be read. */
    public RespClient endOutput() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the connection with a TCP reset, as the system does for a killed process that has unread bytes. */
    public void abort() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
