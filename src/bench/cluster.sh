#!/usr/bin/env bash
# Runs a cluster of three nodes under clients while nodes, links and disks fail at random, and checks that nothing
# acknowledged is lost, nothing finished comes back, no two clients hold a lock, and all nodes store the same.
#   src/bench/cluster.sh [minutes] [seed] [--rounds N] [--faults KILL_LEADER,...]
# Without --rounds, faults are made for an hour or the given minutes. With it, N of each kind are made, or of the kinds
# that --faults names. Links are cut and disks filled in namespaces of the kernel, where it allows them: as root, or
# where users may make them. Everything that the nodes and the clients said is left in target/cluster.
set -euo pipefail

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
work=$home/target/cluster
nodes=(a b c)

fail() {
    echo "cluster.sh: $*" >&2
    exit 1
}

# One certificate for each node, which vouches for itself; all trust the three.
make_certificates() {
    local i
    for i in "${!nodes[@]}"; do
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=${nodes[i]}" \
            -addext "subjectAltName=IP:10.99.0.$((i + 1))" \
            -keyout "$work/${nodes[i]}.key" -out "$work/${nodes[i]}.pem" 2>"$work/openssl.log" || return 1
    done
    cat "$work"/[abc].pem >"$work/ca.pem"
}

# A network of the nodes, each behind an interface of its own, and a small disk for each.
make_network() {
    local i node
    mount -t tmpfs none /run && mkdir /run/netns
    ip link set lo up
    ip link add nodes type bridge
    ip addr add 10.99.0.254/24 dev nodes
    ip link set nodes up
    for i in "${!nodes[@]}"; do
        node=${nodes[i]}
        ip netns add "$node"
        ip link add "to-$node" type veth peer name eth0 netns "$node"
        ip link set "to-$node" master nodes up
        ip -n "$node" addr add "10.99.0.$((i + 1))/24" dev eth0
        ip -n "$node" link set lo up
        ip -n "$node" link set eth0 up
        nsenter --net="/run/netns/$node" iptables -w -L INPUT >/dev/null
        mkdir -p "$work/nodes/$node"
        mount -t tmpfs -o size=256m none "$work/nodes/$node"
    done
}

# Compiles against what Maven has compiled: the checkers are tested as all other tests are.
compile() {
    local proof=$home/target/test-classes/dev/tutti/proof/Violations.class
    "$home/run.sh" --version >/dev/null || fail "Tutti does not start, see above"
    [[ -e $proof && -z $(find "$home/src/test/java/dev/tutti/proof" -newer "$proof") ]] \
        || mvn -o -q -B -ntp -f "$home/pom.xml" test-compile || fail "the tests do not compile"
    rm -rf "$work"
    mkdir -p "$work/classes"
    "$bin/javac" -d "$work/classes" -cp "$classes" "$home"/src/bench/cluster/*.java || fail "the proof does not compile"
}

run() {
    "$bin/java" -Xmx1g -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED -cp "$work/classes:$classes" \
        -Dhome="$home" -Dwork="$work" -Dnamespaces="$1" Proof "${@:2}"
}

javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac
command -v "$javac" >/dev/null || fail "there is no JDK in JAVA_HOME or PATH"
bin=$(dirname "$(readlink -f "$(command -v "$javac")")")
classes=$home/target/test-classes:$home/target/classes:$home/target/lib/*
as_root=()
((EUID == 0)) || as_root=(--user --map-root-user)
separate=(unshare "${as_root[@]}" --net --mount --pid --fork --kill-child --mount-proc)

case ${1:-} in
    --help) sed -n '2,8s/^# \?//p' "$0" ;;
    --separated)
        (make_certificates && make_network) >"$work/network.log" 2>&1 \
            || fail "no network can be made here, see $work/network.log"
        run true "${@:2}"
        ;;
    *)
        compile
        if "${separate[@]}" true 2>/dev/null; then
            "${separate[@]}" "$0" --separated "$@"
        else
            run false "$@"
        fi
        ;;
esac
