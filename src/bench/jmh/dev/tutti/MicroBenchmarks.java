package dev.tutti;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks that JMH's command line asks for, and prints what one operation of each takes, as a table. */
public final class MicroBenchmarks {

    /** After fewer, the bytes of a server still vary with what the compiler has come to. */
    private static final int WARMUPS = 10;

    private static final TimeValue SECOND = TimeValue.seconds(1);
    private static final String BYTES = "gc.alloc.rate.norm";

    private MicroBenchmarks() {}

    public static void main(String[] arguments) throws CommandLineOptionException, IOException, RunnerException {
        CommandLineOptions asked = new CommandLineOptions(arguments);
        Runner runner = new Runner(options(asked));
        if (asked.shouldHelp()) {
            asked.showHelp();
        } else if (asked.shouldList()) {
            runner.list();
        } else {
            print(runner.run(), System.out);
        }
    }

    /** What is not asked for is shorter than JMH would have it. */
    private static Options options(CommandLineOptions asked) {
        return new OptionsBuilder()
                .parent(asked)
                .addProfiler(GCProfiler.class)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(asked.getForkCount().orElse(1))
                .warmupIterations(asked.getWarmupIterations().orElse(WARMUPS))
                .warmupTime(asked.getWarmupTime().orElse(SECOND))
                .measurementTime(asked.getMeasurementTime().orElse(SECOND))
                .build();
    }

    private static void print(Collection<RunResult> results, PrintStream out) {
        out.printf("%n| benchmark | ns | ± | bytes |%n|---|---|---|---|%n");
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> bytes = result.getSecondaryResults().get(BYTES);
            out.printf(
                    "| %s | %.0f | %.0f | %.0f |%n",
                    name(result.getParams()), time.getScore(), time.getScoreError(), bytes.getScore());
        }
    }

    /** {@code WorkQueue cycle, kind FIFO} for what is in {@code WorkQueueBenchmark}. */
    private static String name(BenchmarkParams params) {
        String[] path = params.getBenchmark().split("\\.");
        String values = params.getParamsKeys().stream()
                .map(key -> ", " + key + " " + params.getParam(key))
                .collect(Collectors.joining());
        return path[path.length - 2].replaceFirst("Benchmark$", "") + " " + path[path.length - 1] + values;
    }
}
