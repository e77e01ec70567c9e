#!/usr/bin/env bash
# Starts a cluster of three nodes on this machine, to try it out: three-nodes.sh [--port PORT] [DIRECTORY]
#
# Clients reach the nodes a, b and c at PORT (7001) and the two ports behind it. The nodes reach each other at PORT + 10
# and so on, and show their pages at PORT + 20 and so on. The configuration, the journal and the log of each node are in
# DIRECTORY (three-nodes). A cluster that is there already is started again, with all its items. Ctrl-C stops all nodes.
set -euo pipefail

nodes=(a b c)
default_port=7001
# So long a node may take to start, to be added, and to stop, after which it is killed.
patience=60
patience_of_stop=25

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

port=
directory=
while (($# > 0)); do
    case $1 in
        -h | --help)
            sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
            exit
            ;;
        --port)
            [[ ${2:-} =~ ^[1-9][0-9]{0,4}$ ]] && (($2 <= 65513)) || fail "--port ${2:-}: expected a port up to 65513"
            port=$2
            shift 2
            ;;
        -*) fail "$1: expected --port PORT or a directory" ;;
        *)
            [[ -z $directory ]] || fail "$1: expected one directory, and $directory is one"
            directory=$1
            shift
            ;;
    esac
done

# In a checkout this script is in src/main/deploy, in an archive it is in deploy.
home=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
if [[ -x $home/../bin/tutti ]]; then
    tutti=$(readlink -f "$home/../bin/tutti")
else
    tutti=$(readlink -f "$home/../../../run.sh")
fi

directory=$(readlink -m "${directory:-three-nodes}")
[[ $directory != *[\"\\]* ]] || fail "$directory: expected a directory without quotes and backslashes in its name"
# The nodes have noted the addresses of each other.
if [[ -f $directory/a/config.json ]]; then
    found=$(sed -n 's/.*"server": { "port": \([0-9]*\) }.*/\1/p' "$directory/a/config.json")
    [[ -n $found ]] || fail "$directory has a configuration that this script has not written, expected another directory"
    [[ -z $port || $port == "$found" ]] || fail "the cluster in $directory has the port $found, not $port"
    port=$found
fi
port=${port:-$default_port}

# The ports of node number $1 for clients, for the other nodes, and for browsers.
client_port() { echo $((port + $1)); }
raft_port() { echo $((port + 10 + $1)); }
page_port() { echo $((port + 20 + $1)); }

# Writes the configuration of node number $1.
configure() {
    local file=$directory/${nodes[$1]}/config.json
    [[ ! -f $file ]] || return 0
    mkdir -p "${file%/*}"
    cat >"$file" <<END
{
  "server": { "port": $(client_port "$1") },
  "metrics": { "port": $(page_port "$1") },
  "producer": { "journal": "${file%/*}/data" },
  "cluster": {
    "node": "${nodes[$1]}",
    "peers": {
      "a": { "raft": "127.0.0.1:$(raft_port 0)", "client": "127.0.0.1:$(client_port 0)" },
      "b": { "raft": "127.0.0.1:$(raft_port 1)", "client": "127.0.0.1:$(client_port 1)" },
      "c": { "raft": "127.0.0.1:$(raft_port 2)", "client": "127.0.0.1:$(client_port 2)" }
    }
  }
}
END
}

# The process of each node, by its number, until it has ended.
processes=()

start() {
    "$tutti" --conf "$directory/${nodes[$1]}/config.json" >>"$directory/${nodes[$1]}/log" 2>&1 &
    processes[$1]=$!
}

some_run() {
    ((${#processes[@]} > 0)) && kill -0 "${processes[@]}" 2>/dev/null
}

stop_all() {
    ((${#processes[@]} > 0)) || return 0
    echo "stopping"
    kill "${processes[@]}" 2>/dev/null || true
    local deadline=$((SECONDS + patience_of_stop))
    while some_run && ((SECONDS < deadline)); do
        sleep 0.1
    done
    kill -KILL "${processes[@]}" 2>/dev/null || true
}
trap stop_all EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Prints the reply of node number $1 to command $2, or nothing if it does not answer.
ask() {
    (exec 3<>"/dev/tcp/127.0.0.1/$(client_port "$1")" && printf '%s\r\nQUIT\r\n' "$2" >&3 && cat <&3) 2>/dev/null || true
}

# Waits until command $1 succeeds, which is to show that $2.
await() {
    local deadline=$((SECONDS + patience)) node
    until $1; do
        for node in "${!processes[@]}"; do
            kill -0 "${processes[$node]}" 2>/dev/null || fail "the node ${nodes[$node]} has ended: $(tail -n 3 "$directory/${nodes[$node]}/log")"
        done
        ((SECONDS < deadline)) || fail "$2 after $patience s, see the files named log in $directory"
        sleep 0.1
    done
}

all_answer() {
    local node
    for node in "${!nodes[@]}"; do
        [[ $(ask "$node" ROLE) == "*"* ]] || return 1
    done
}

# Sets leader to the number of the node that leads.
one_leads() {
    for leader in "${!nodes[@]}"; do
        [[ $(ask "$leader" "INFO replication") != *raft_role:leads* ]] || return 0
    done
    return 1
}

# Adds node number $1 to the cluster, unless it is in it.
add() {
    local reply
    [[ $(ask "$leader" "CLUSTER NODES") != *"127.0.0.1:$(raft_port "$1")"* ]] || return 0
    echo "redis-cli -p $(client_port "$leader") CLUSTER ADD ${nodes[$1]} 127.0.0.1:$(raft_port "$1") 127.0.0.1:$(client_port "$1")"
    reply=$(ask "$leader" "CLUSTER ADD ${nodes[$1]} 127.0.0.1:$(raft_port "$1") 127.0.0.1:$(client_port "$1")")
    [[ $reply == +OK* ]] || fail "the node ${nodes[$1]} cannot be added: ${reply%%$'\r'*}"
}

say_what_to_do() {
    local node other=$(((leader + 1) % 3))
    for node in "${!nodes[@]}"; do
        echo "node ${nodes[$node]}: port $(client_port "$node"), page http://127.0.0.1:$(page_port "$node")/, process ${processes[$node]}"
    done
    cat <<END
The node ${nodes[$leader]} leads.

  put an item                  redis-cli -p $(client_port "$leader") QUEUE PUT jobs hello
  kill the node that leads     kill -9 ${processes[$leader]}
  ask which one leads now      redis-cli -p $(client_port "$other") SENTINEL get-master-addr-by-name tutti
  start the killed one again   $tutti --conf $directory/${nodes[$leader]}/config.json

Ctrl-C stops all nodes.
END
}

# The password would be that of the nodes, and this script has none to tell them.
unset TUTTI_PASSWORD
for node in "${!nodes[@]}"; do
    configure "$node"
done
if [[ ! -f $directory/a/data/NODE ]]; then
    "$tutti" --conf "$directory/a/config.json" --cluster-init >/dev/null
fi
for node in "${!nodes[@]}"; do
    start "$node"
done
await all_answer "some node does not answer"
await one_leads "no node leads"
for node in "${!nodes[@]}"; do
    add "$node"
done
say_what_to_do
while ((${#processes[@]} > 0)); do
    { wait -n "${processes[@]}" || true; } 2>/dev/null
    for node in "${!processes[@]}"; do
        if ! kill -0 "${processes[$node]}" 2>/dev/null; then
            echo "the node ${nodes[$node]} has ended, its log is $directory/${nodes[$node]}/log"
            unset "processes[$node]"
        fi
    done
done
