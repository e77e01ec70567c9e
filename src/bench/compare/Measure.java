/**
 * What one round found; what does not apply is NaN.
 *
 * @param value in its unit
 * @param cpuMicros processor time of the server for each operation
 * @param p50Micros latency of a batch, from its sending to its last reply
 * @param clientShare of one core that the client took; near 1 the client is what was measured
 * @param serverShare of one core that the server took
 */
record Measure(
        String what,
        String unit,
        double value,
        double cpuMicros,
        double p50Micros,
        double p99Micros,
        double clientShare,
        double serverShare) {

    static Measure of(String what, String unit, double value) {
        double none = Double.NaN;
        return new Measure(what, unit, value, none, none, none, none, none);
    }

    /** What so many of it together would come to. */
    Measure times(int count) {
        return new Measure(what, unit, value * count, cpuMicros, p50Micros, p99Micros, clientShare, serverShare);
    }
}
