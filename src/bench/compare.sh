#!/usr/bin/env bash
# Compares Tutti with Redis, beanstalkd and gearmand on this machine: the same work by the same client, in turns.
#   src/bench/compare.sh [pattern] [--list] [--rounds 3] [--seconds 2] [--warm-up 10] [--out target/comparison]
# A pattern (a regular expression) chooses rows, --list names them. What it does and what the figures mean:
# src/site/markdown/performance.md, performance-notes.md
set -euo pipefail

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
work=
tool=

fail() {
    echo "compare.sh: $*" >&2
    exit 1
}

# The comparison stops its servers itself; what is left of them here is there because it was killed.
clean_up() {
    local file pid
    [[ -z $tool ]] || { kill -TERM "$tool" && wait "$tool"; } 2>/dev/null || true
    [[ -n $work ]] || return 0
    for file in "$work"/pid-*; do
        pid=${file##*-}
        [[ ! -e $file ]] || kill -KILL "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

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

# A copy of what was built, which stays as it is whatever happens to the checkout meanwhile, with what the comparison adds
# in lib/: a task of its own, and a server of Vert.x alone. The copies are as old as the originals, so that run.sh finds
# everything built.
make_home() {
    local copy=$work/home
    mkdir -p "$copy/lib" "$copy/src" "$copy/target" "$work/lib"
    cp -a "$home/run.sh" "$home/pom.xml" "$home/conf" "$copy"
    cp -a "$home/src/main" "$copy/src"
    cp -a "$home/target/tutti.jar" "$home/target/lib" "$home/target/class-path" "$copy/target"
    "$java_home/bin/javac" -cp "$copy/target/tutti.jar:$copy/target/lib/*" -d "$work/lib" "$home"/src/bench/lib/*.java \
        || fail "what goes into lib/ does not compile"
    "$java_home/bin/jar" --create --file "$copy/lib/bench.jar" -C "$work/lib" .
}

version() { "$@" 2>&1 | grep -m 1 . || true; }

# Which builds what is not built.
"$home/run.sh" --version >/dev/null || fail "Tutti does not start, see above"
java_home=$(find_java)
# On the disk of the checkout: /tmp may be one of memory, where syncing costs nothing.
work=$(mktemp -d "$home/target/compare.XXXXXX")
mkdir "$work/classes"
"$java_home/bin/javac" -d "$work/classes" "$home"/src/bench/compare/*.java || fail "the comparison does not compile"
make_home
ulimit -n "$(ulimit -H -n)"
versions="Java $("$java_home/bin/java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')"
for server in "redis-server --version" "beanstalkd -v" "gearmand --version"; do
    # shellcheck disable=SC2086
    PATH=$PATH:/usr/sbin command -v ${server%% *} >/dev/null || continue
    versions+=", $(PATH=$PATH:/usr/sbin version $server | sed -E 's/ (sha|-).*//; s/Redis server v=/Redis /')"
done

"$java_home/bin/java" -Xms256m -XX:+UseSerialGC -XX:-UsePerfData -cp "$work/classes" \
    -Dhome="$work/home" -Dout="$home/target/comparison" -Dwork="$work" -Dticks="$(getconf CLK_TCK)" -Dversions="$versions" Compare "$@" &
tool=$!
code=0
wait "$tool" || code=$?
tool=
exit "$code"
