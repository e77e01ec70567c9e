#!/usr/bin/env bash
# Starts Tutti, after building what is not built. Arguments go to the Vert.x launcher: ./run.sh --help
# JAVA_HOME chooses the Java, JAVA_OPTS adds to its options: JAVA_OPTS=-Xmx4g ./run.sh
set -euo pipefail

oldest=17
home=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

# The feature version of the Java in directory $1; empty if there is none.
java_version() {
    local version
    [[ -x $1/bin/java ]] || return 0
    if [[ -r $1/release ]]; then
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    else
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
    fi
    echo "$version"
}

# Sets java_home and version to the first Java that is new enough.
find_java() {
    local on_path candidate
    on_path=$(readlink -f "$(command -v java || true)" || true)
    for candidate in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/*; do
        version=$(java_version "$candidate")
        if ((${version:-0} >= oldest)); then
            java_home=$candidate
            return
        fi
    done
    fail "no Java $oldest or later in JAVA_HOME, PATH or /usr/lib/jvm; on Debian: apt-get install openjdk-17-jdk maven"
}

# Directories are compared too, so that a deleted file counts as a change.
is_built() {
    [[ -f $stamp ]] && [[ -z $(find "$home/pom.xml" "$home/src/main" -newer "$stamp" -print -quit) ]]
}

build() {
    command -v mvn >/dev/null || fail "Maven is needed to build Tutti and is not there; on Debian: apt-get install maven"
    [[ -x $java_home/bin/javac ]] || fail "$java_home has no compiler; on Debian: apt-get install openjdk-17-jdk"
    echo "run.sh: building Tutti; the first time Maven fetches what it needs" >&2
    # An old dependency must not stay beside its new version.
    [[ ! $home/pom.xml -nt $stamp ]] || rm -rf "$home/target/lib"
    local begun=$home/target/begun log
    mkdir -p "$home/target"
    touch "$begun"
    log=$(JAVA_HOME=$java_home mvn -B -q -f "$home/pom.xml" process-classes 2>&1) || fail "the build failed: $log"
    # As old as the build's beginning, so that what changed during it is built next time.
    touch -r "$begun" "$stamp"
}

stamp=$home/target/class-path
find_java
is_built || build

options=(
    # Its pauses stay short with gigabytes of items queued; it starts as fast as the others.
    -XX:+UseG1GC
    # An item is gone at once or stays: room for many before the first collection, and one copy of those that stay.
    -XX:+UnlockExperimentalVMOptions -XX:G1NewSizePercent=40 -XX:MaxTenuringThreshold=1
    -XX:InitialRAMPercentage=8
    -XX:-UsePerfData
    -XX:+ExitOnOutOfMemoryError
    --enable-native-access=ALL-UNNAMED
    -Dlogback.configurationFile="$home/conf/logback.xml"
    -Dtutti.home="$home"
)
# Netty reads memory through sun.misc.Unsafe, of which later releases warn.
((version >= 23)) && options+=(--sun-misc-unsafe-memory-access=allow)

# JAVA_OPTS is split into words on purpose.
# shellcheck disable=SC2086
exec "$java_home/bin/java" "${options[@]}" ${JAVA_OPTS:-} \
    -cp "$home/target/classes:$home/target/lib/*:$home/lib/*" dev.tutti.Tutti "$@"
