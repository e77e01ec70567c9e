#!/usr/bin/env bash
# Starts Tutti, after building what is not built. ./run.sh --help lists the arguments.
# In an archive (tutti-VERSION.tar.gz) this script is bin/tutti, and everything is built.
# JAVA_HOME chooses the Java, JAVA_OPTS adds to its options: JAVA_OPTS=-Xmx4g ./run.sh
set -euo pipefail

oldest=17
# The files that Java and the classes need to read the configuration, and a few more.
fewest_files=64
home=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
is_checkout=true
if [[ ${home##*/} == bin && -f ${home%/*}/lib/tutti.jar ]]; then
    is_checkout=false
    home=${home%/*}
fi

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# Help is wanted most where nothing works yet, so it needs no Java and no build.
usage=$home/src/main/resources/dev/tutti/usage.txt
names=()
if ! $is_checkout; then
    usage=$home/lib/usage.txt
    # What the text names as it is in a checkout, and where that is in an archive.
    names=(-e 's|\./run\.sh|bin/tutti|' -e 's|beside run\.sh|beside bin|' -e 's|src/site/markdown/|doc/|')
fi
for argument in "$@"; do
    case ${argument,,} in
        -h | -help | --help)
            [[ ! -r $usage ]] || exec sed -e '' "${names[@]}" "$usage"
            ;;
    esac
done

# With fewer files, Java fails at some class or other before the server can say how many it needs.
files=$(ulimit -n)
[[ $files == unlimited ]] || ((files >= fewest_files)) || fail "the process may open $files files, and \
Java alone needs $fewest_files: raise the limit by ulimit -n, or by LimitNOFILE in a unit of systemd"

# The process that this script waits for and the directory that it works in, if there are any.
child=
work=

# Leaves nothing behind, also when this script is interrupted.
clean_up() {
    [[ -z $child ]] || kill -KILL "$child" 2>/dev/null || true
    [[ -z $work ]] || rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

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

# The home of the Java on the PATH; empty if there is none. A script or a copy of java is asked where its home is.
home_on_path() {
    local java
    java=$(command -v java) || return 0
    java=$(readlink -f "$java")
    if [[ $java == */bin/java && -f ${java%/bin/java}/lib/modules ]]; then
        echo "${java%/bin/java}"
    else
        "$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' || true
    fi
}

# Says that JAVA_HOME is passed over.
say_why_not_java_home() {
    local found
    found=$(java_version "$JAVA_HOME")
    echo "${0##*/}: JAVA_HOME=$JAVA_HOME has ${found:+Java }${found:-no Java}, and Tutti needs $oldest or later: $java_home is used" >&2
}

# Sets java_home and version to the first Java that is new enough.
find_java() {
    local candidate
    for candidate in "${JAVA_HOME:-}" "$(home_on_path)" /usr/lib/jvm/*; do
        # Without a name it would be /bin/java, which is there if /bin is /usr/bin.
        [[ -n $candidate ]] || continue
        version=$(java_version "$candidate")
        if ((${version:-0} >= oldest)); then
            java_home=$candidate
            [[ -z ${JAVA_HOME:-} || $candidate == "$JAVA_HOME" ]] || say_why_not_java_home
            return
        fi
    done
    fail "no Java $oldest or later in JAVA_HOME, PATH or /usr/lib/jvm; on Debian: apt-get install openjdk-17-jdk maven"
}

# Directories are compared too, so that a deleted file counts as a change.
is_built() {
    [[ -f $stamp ]] && [[ -z $(find "$home/pom.xml" "$home/src/main" -newer "$stamp" -print -quit) ]]
}

build_failed() {
    child=
    if grep -qE 'Could not transfer|Unknown host|offline mode|Network is unreachable|Connection refused' "$1"; then
        cat "$1" >&2
        fail "the build failed: Maven could not reach a repository. The first build fetches what it needs from there, so it
needs the network, or a mirror in ~/.m2/settings.xml. The messages of Maven stand above."
    fi
    fail "the build failed: $(cat "$1")"
}

build() {
    local place=$home
    [[ ! -d $home/target ]] || place=$home/target
    [[ -w $place ]] || fail "Tutti is not built, or its sources are newer than the build, and $(id -un) may not write to
$place. Build it once as $(stat -c %U "$home"), with mvn process-classes, or copy the checkout to a directory of your own."
    command -v mvn >/dev/null || fail "Maven is needed to build Tutti and is not there; on Debian: apt-get install maven"
    [[ -x $java_home/bin/javac ]] || fail "$java_home has no compiler; on Debian: apt-get install openjdk-17-jdk"
    echo "run.sh: building Tutti; the first time Maven fetches what it needs" >&2
    # An old dependency must not stay beside its new version.
    [[ ! $home/pom.xml -nt $stamp ]] || rm -rf "$home/target/lib"
    local begun=$home/target/begun
    mkdir -p "$home/target"
    touch "$begun"
    work=$(mktemp -d)
    # In the background, so that a signal to this script is not held back until the build has ended.
    JAVA_HOME=$java_home mvn -B -q -f "$home/pom.xml" process-classes >"$work/log" 2>&1 &
    child=$!
    wait "$child" || build_failed "$work/log"
    child=
    rm -rf "$work"
    work=
    # As old as the build's beginning, so that what changed during it is built next time.
    touch -r "$begun" "$stamp"
}

# Whether the archive is of this build and this Java; an empty one says that it cannot be made.
is_archived() {
    [[ $archive -nt $jar && $archive -nt $java_home/lib/modules ]]
}

# Keeps the classes of a start in the form in which the JVM has them in memory (class-data sharing; the AOT cache, where
# there is one), so that later starts need not load them: a server is started for that, asked a little, and stopped. A
# Java that cannot do it, starts without.
make_archive() {
    [[ -w $kept ]] || return 0
    local line
    work=$(mktemp -d "$kept/archive.XXXXXX")
    mkfifo "$work/log"
    env -u TUTTI_PASSWORD "$java_home/bin/java" "${options[@]}" "$keep_classes=$work/classes" -Djava.io.tmpdir="$work" \
        -cp "$class_path" dev.tutti.Tutti --conf "$(first_configuration "$work")" >"$work/log" 2>&1 &
    child=$!
    while IFS= read -r line; do
        if [[ $line =~ listens\ on\ 127\.0\.0\.1:([0-9]+) ]]; then
            first_words "${BASH_REMATCH[1]}" || true
            kill "$child"
        fi
    done <"$work/log"
    wait "$child" || true
    child=
    touch "$work/classes"
    mv -f "$work/classes" "$archive"
    rm -rf "$work"
    work=
}

first_configuration() {
    echo '{"server": {"port": 0}, "producer": {"journal": "'"$1/data"'", "reserve": "1MiB"},
        "consumers": [{"queue": "echo", "task": "echo"}]}'
}

first_words() {
    exec {connection}<>"/dev/tcp/127.0.0.1/$1"
    printf '%s\r\n' PING 'GATHER echo a b' 'QUEUE PUT q a' 'QUEUE GET q' QUIT >&"$connection"
    cat <&"$connection" >/dev/null
    exec {connection}>&-
}

# What is built, where users put classes of their own, and the directory that keeps the archive of classes, which is that
# of CacheDirectory in a unit of systemd.
if $is_checkout; then
    stamp=$home/target/class-path
    jar=$home/target/tutti.jar
    class_path=$jar:$home/target/lib/*
    users=$home/lib/*
    kept=${CACHE_DIRECTORY:-$home/target}
else
    jar=$home/lib/tutti.jar
    class_path=$jar:$home/lib/*
    users=$home/ext/*
    kept=${CACHE_DIRECTORY:-$home/lib}
fi
find_java
! $is_checkout || is_built || build

options=(
    # Costs the event loop least: G1 takes as much again for what every item that is got leads to. Its longest pause was
    # 0.5 s with ten million items queued; JAVA_OPTS="-XX:-UseParallelGC -XX:+UseG1GC" is for shorter ones.
    -XX:+UseParallelGC
    # Memory that was never used before is what costs most, so the heap begins small and grows with what is queued; for
    # that its sizes must stay adaptive. An item is gone at once or stays, so one copy of those that stay.
    -XX:InitialRAMPercentage=3 -XX:MaxTenuringThreshold=1
    -XX:-UsePerfData
    -XX:+ExitOnOutOfMemoryError
    --enable-native-access=ALL-UNNAMED
    # Which sets up the log without reading XML, unless there is a file of the user's.
    -Dslf4j.provider=dev.tutti.log.LogProvider
    -Dslf4j.internal.verbosity=WARN
    -Dtutti.home="$home"
)
# Netty reads memory through sun.misc.Unsafe, of which later releases warn.
((version >= 23)) && options+=(--sun-misc-unsafe-memory-access=allow)

# The AOT cache can be made in one step since 25, and saves a quarter more of the start than an archive alone.
archive=$kept/classes-$version.jsa
if ((version >= 25)); then
    keep_classes=-XX:AOTCacheOutput
    use_classes=-XX:AOTCache
else
    keep_classes=-XX:ArchiveClassesAtExit
    use_classes=-XX:SharedArchiveFile
fi
# The last step of a build, and due again when another Java starts what was built.
is_archived || make_archive
# Not before: what makes the archive has to find the line that says where the server listens.
[[ ! -f $home/conf/logback.xml ]] || options+=(-Dlogback.configurationFile="$home/conf/logback.xml")
# What speaks against the archive, such as other options of the JVM in JAVA_OPTS, is not worth a warning: it is not used.
options+=("$use_classes=$archive" -Xlog:cds=off -Xlog:cds+dynamic=off)
((version >= 25)) && options+=(-Xlog:aot=off)

# In the locale C, Java would read everything but ASCII in arguments and names of files as question marks. The letter has
# two bytes, and counts as one character in UTF-8 alone.
locale=()
letter=$'\xc3\xa4'
[[ ${#letter} == 1 || $(locale charmap 2>/dev/null) != ANSI_X3.4-1968 ]] || locale=(env LC_ALL=C.UTF-8)

# JAVA_OPTS is split into words on purpose.
# shellcheck disable=SC2086
exec "${locale[@]}" "$java_home/bin/java" "${options[@]}" ${JAVA_OPTS:-} \
    -cp "$class_path:$users" dev.tutti.Tutti "$@"
