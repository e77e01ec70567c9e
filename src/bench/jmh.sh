#!/usr/bin/env bash
# Runs the micro-benchmarks, which tell how long one operation takes and how many bytes it allocates.
#   src/bench/jmh.sh [pattern] [options of JMH, see -h]
# A pattern (a regular expression) chooses benchmarks, -l names them. What they are and what the figures mean:
# src/site/markdown/performance-notes.md
set -euo pipefail

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
built=$home/target/jmh

fail() {
    echo "jmh.sh: $*" >&2
    exit 1
}

# The first JDK of those where run.sh looks for a Java.
find_java() {
    local java on_path
    on_path=$(readlink -f "$(command -v java || true)" || true)
    for java in "${JAVA_HOME:-/none}" "${on_path%/bin/java}" /usr/lib/jvm/*; do
        if [[ -x $java/bin/javac ]]; then
            echo "$java"
            return
        fi
    done
    fail "there is no JDK in JAVA_HOME, PATH or /usr/lib/jvm"
}

java_home=$(find_java)
JAVA_HOME=$java_home mvn -B -q -Dstyle.color=never -f "$home/pom.xml" -Pjmh process-test-classes || fail "the benchmarks do not compile"

# The collector is run.sh's, in a heap of fixed size of which all memory has been used before the clock runs: what is new
# costs more than most of what is measured. The benchmarks' own processes take the options over.
options=(-XX:+UseParallelGC -XX:-UseAdaptiveSizePolicy -XX:MaxTenuringThreshold=1 -Xms512m -Xmn128m -XX:+AlwaysPreTouch
    -XX:-UsePerfData --enable-native-access=ALL-UNNAMED)
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$java_home/release")
((version >= 23)) && options+=(--sun-misc-unsafe-memory-access=allow)

exec "$java_home/bin/java" "${options[@]}" \
    -cp "$built/test-classes:$built/classes:$(cat "$built/test-class-path")" dev.tutti.MicroBenchmarks "$@"
