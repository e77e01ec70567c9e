import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A worker in a process of its own that gives each item back: the same program for Tutti, for the relay and for gearmand. */
final class Worker {

    private static final int MAGIC = 0x00524551; // "\0REQ"
    private static final int CAN_DO = 1;
    private static final int PRE_SLEEP = 4;
    private static final int NOOP = 6;
    private static final int GRAB_JOB = 9;
    private static final int NO_JOB = 10;
    private static final int JOB_ASSIGN = 11;
    private static final int WORK_COMPLETE = 13;

    private final DataInputStream in;
    private final DataOutputStream out;

    private Worker(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    public static void main(String[] args) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(args[1]))) {
            Worker worker = new Worker(socket);
            if (args[0].equals("gearmand")) {
                worker.serveGearmand();
            } else {
                worker.serveTutti();
            }
        }
    }

    // ---- Tutti: the result and the question for the next item go together

    private void serveTutti() throws IOException {
        byte[] get = Requests.resp("QUEUE", "GET", Works.QUEUE);
        out.write(get);
        while (true) {
            out.flush();
            expect('*');
            long id = expect(':');
            byte[] item = in.readNBytes((int) expect('$'));
            in.skipBytes(2);
            expect(':');
            out.write(Requests.resp("QUEUE", "DONE", Works.QUEUE, id, item));
            out.write(get);
            out.flush();
            expect('+');
        }
    }

    /** A line of that kind, and the number in it. */
    private long expect(char type) throws IOException {
        int first = in.readUnsignedByte();
        if (first != type) {
            throw new IOException("expected " + type + ", got " + (char) first);
        }
        long number = 0;
        for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
            number = b >= '0' && b <= '9' ? number * 10 + b - '0' : number;
        }
        return number;
    }

    // ---- gearmand: the same; it is told when the worker goes to sleep, and wakes it

    private void serveGearmand() throws IOException {
        send(CAN_DO, Works.QUEUE.getBytes(StandardCharsets.UTF_8));
        send(GRAB_JOB, new byte[0]);
        while (true) {
            out.flush();
            in.readInt();
            int type = in.readInt();
            byte[] data = in.readNBytes(in.readInt());
            switch (type) {
                case NO_JOB -> send(PRE_SLEEP, new byte[0]);
                case NOOP -> send(GRAB_JOB, new byte[0]);
                case JOB_ASSIGN -> {
                    send(WORK_COMPLETE, result(data));
                    send(GRAB_JOB, new byte[0]);
                }
                default -> throw new IOException("gearmand sent " + type);
            }
        }
    }

    /** From handle, function and item, with zeros between, to handle and item. */
    private static byte[] result(byte[] job) {
        String[] parts = new String(job, StandardCharsets.ISO_8859_1).split("\0", 3);
        return (parts[0] + "\0" + parts[2]).getBytes(StandardCharsets.ISO_8859_1);
    }

    private void send(int type, byte[] data) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(type);
        out.writeInt(data.length);
        out.write(data);
    }
}
