import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests as bytes, made before the clock runs. */
final class Requests {

    private Requests() {}

    /** As every Redis client sends it: an array of bulks. */
    static byte[] resp(Object... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (Object word : words) {
            byte[] bulk = word instanceof byte[] raw ? raw : word.toString().getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(("$" + bulk.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(bulk);
            bytes.writeBytes(new byte[] {'\r', '\n'});
        }
        return bytes.toByteArray();
    }

    static byte[] line(String line) {
        return (line + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bulk(byte[] bytes) {
        byte[] alone = resp(bytes);
        return java.util.Arrays.copyOfRange(alone, "*1\r\n".length(), alone.length);
    }

    static byte[] item(int bytes) {
        return "x".repeat(bytes).getBytes(StandardCharsets.UTF_8);
    }

    /** One after another, outside of the heap, from where the system sends them without a copy. */
    static ByteBuffer joined(List<byte[]> requests) {
        ByteBuffer batch = ByteBuffer.allocateDirect(
                requests.stream().mapToInt(request -> request.length).sum());
        requests.forEach(batch::put);
        return batch.flip();
    }

    static ByteBuffer times(int count, byte[] request) {
        return joined(java.util.Collections.nCopies(count, request));
    }

    /** So many requests of one length, and what answers each: a step of what {@link Nothing} is told. */
    record Step(int requests, int requestBytes, byte[] reply) {}

    static ByteBuffer rules(Step... steps) {
        int length = 4;
        for (Step step : steps) {
            length += 12 + step.reply.length;
        }
        ByteBuffer rules = ByteBuffer.allocate(5 + length);
        rules.put(Nothing.RULES).putInt(length).putInt(steps.length);
        for (Step step : steps) {
            rules.putInt(step.requests)
                    .putInt(step.requestBytes)
                    .putInt(step.reply.length)
                    .put(step.reply);
        }
        return rules.flip();
    }
}
