import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Runs a server under load. In the first two thirds of the time it is only disturbed: by pauses of the process, steps
 * of its clock, reloads, and clients that break off, and its memory must stay as it is. In the last third it is also stopped and killed.
 */
final class Soak {

    private static final int SAMPLES = 60;
    private static final int DAY_SECONDS = 24 * 60 * 60;
    private static final long LEAST_BETWEEN_SAMPLES_MILLIS = 1000;

    private int minutes = 30;
    private long seed = 1;
    private String heap = "256m";
    private int putRate = 400;
    private boolean stepsClock;

    private final Ledger ledger = new Ledger();
    private final List<Sample> samples = new ArrayList<>();
    private TuttiProcess server;
    private Random random;
    private int pauses;
    private int reloads;
    private int clockSteps;
    private int kills;
    private int stops;

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.println("soak.sh [--minutes 30] [--seed 1] [--heap 256m] [--put-rate 400]"
                    + " [--clock-steps yes]");
            return;
        }
        Soak soak = new Soak();
        soak.read(args);
        System.exit(soak.run() ? 0 : 1);
    }

    private void read(String[] args) {
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--minutes" -> minutes = Integer.parseInt(args[i + 1]);
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                case "--heap" -> heap = args[i + 1];
                case "--clock-steps" -> stepsClock = args[i + 1].equals("yes");
                case "--put-rate" -> putRate = Integer.parseInt(args[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        random = new Random(seed);
    }

    private boolean run() throws Exception {
        server = new TuttiProcess(heap, stepsClock);
        server.start();
        Load load = new Load(server, ledger, seed, putRate);
        load.start();
        System.out.println(Sample.TITLE);
        long start = System.nanoTime();
        long length = TimeUnit.MINUTES.toNanos(minutes);
        long between = Math.max(LEAST_BETWEEN_SAMPLES_MILLIS, TimeUnit.MINUTES.toMillis(minutes) / SAMPLES);
        while (System.nanoTime() - start < length) {
            Thread.sleep(between);
            boolean mayEnd = System.nanoTime() - start > length / 3 * 2;
            Sample sample = server.sample((System.nanoTime() - start) / 60e9);
            System.out.println(sample);
            if (mayEnd) {
                endAndStart();
            } else {
                samples.add(sample);
                disturb();
            }
        }
        load.stop();
        load.drain();
        // The first fifth is for the warm-up.
        Sample early = Sample.median(samples.subList(samples.size() / 5, samples.size() * 2 / 5));
        Sample late = Sample.median(samples.subList(samples.size() * 4 / 5, samples.size()));
        late.compare(early, ledger);
        System.out.println("from\n" + early + "\nto\n" + late);
        int code = server.end("TERM");
        if (code != 143) {
            ledger.violation("exit code " + code + " after SIGTERM");
        }
        return report();
    }

    private void disturb() throws Exception {
        int what = random.nextInt(server.hasOwnClock() ? 3 : 2);
        if (what == 0) {
            server.signal("STOP");
            Thread.sleep(random.nextInt(2000));
            server.signal("CONT");
            pauses++;
        } else if (what == 1) {
            server.signal("HUP");
            reloads++;
        } else {
            server.stepClock(random.nextInt(2 * DAY_SECONDS) - DAY_SECONDS);
            clockSteps++;
        }
        if (!server.isAlive()) {
            throw new IllegalStateException("the server has ended");
        }
    }

    private void endAndStart() throws Exception {
        if (random.nextInt(3) > 0) {
            server.end("KILL");
            kills++;
        } else {
            server.end("TERM");
            stops++;
        }
        server.start();
    }

    private boolean report() {
        List<String> violations = ledger.end();
        System.out.println(ledger.summary() + "; " + pauses + " pauses, " + reloads + " times SIGHUP, "
                + (server.hasOwnClock() ? clockSteps + " steps of the clock, " : "") + kills + " kills, " + stops
                + " stops; seed " + seed);
        violations.forEach(violation -> System.out.println("VIOLATION: " + violation));
        System.out.println(violations.isEmpty() ? "nothing is lost, and nothing grows" : "FAILED");
        return violations.isEmpty();
    }
}
