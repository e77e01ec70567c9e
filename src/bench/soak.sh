#!/usr/bin/env bash
# Runs a server under mixed load and disturbances for a given time. It checks that nothing acknowledged is lost, and that
# memory, descriptors, threads, waiters and names stay as they are.
#   src/bench/soak.sh [--minutes 30] [--seed 1] [--heap 256m] [--put-rate 400] [--clock-steps yes]
# Its steps are described in src/site/markdown/contributing.md.
set -euo pipefail

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
work=
tool=

fail() {
    echo "soak.sh: $*" >&2
    exit 1
}

# The tool stops its server itself; the file of its pid is there if the tool was killed.
clean_up() {
    [[ -z $tool ]] || { kill -TERM "$tool" && wait "$tool"; } 2>/dev/null || true
    [[ -n $work ]] || return 0
    [[ ! -e $work/pid ]] || kill -KILL "$(<"$work/pid")" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$home/run.sh" --version >/dev/null || fail "Tutti does not start, see above"
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac
command -v "$javac" >/dev/null || fail "there is no JDK in JAVA_HOME or PATH"
bin=$(dirname "$(readlink -f "$(command -v "$javac")")")
# On the disk of the checkout: /tmp may be one of memory, where syncing costs nothing.
work=$(mktemp -d "$home/target/soak.XXXXXX")
mkdir "$work/classes"
"$bin/javac" -d "$work/classes" "$home"/src/bench/soak/*.java || fail "the soak test does not compile"
"$bin/java" -Xmx1g -XX:+UseSerialGC -cp "$work/classes" \
    -Dhome="$home" -Dwork="$work" -Djcmd="$bin/jcmd" Soak "$@" &
tool=$!
code=0
wait "$tool" || code=$?
tool=
exit "$code"
