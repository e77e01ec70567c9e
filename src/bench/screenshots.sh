#!/usr/bin/env bash
# Makes the two pictures of the page in the operations document: a server with some load, seen by Chromium.
#   src/bench/screenshots.sh
# It needs chromium, redis-cli and nc.
set -euo pipefail

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
pictures=$home/src/site/resources/page
work=$(mktemp -d)
children=()

fail() {
    echo "screenshots.sh: $*" >&2
    exit 1
}

clean_up() {
    ((${#children[@]} == 0)) || kill "${children[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap clean_up EXIT

for program in chromium redis-cli nc; do
    command -v "$program" >/dev/null || fail "$program is not installed"
done
cd "$work"
: >log
"$home/run.sh" --set server.port=0 --set metrics.port=0 --set metrics.actions=true --set server.drainTimeout=0s >log 2>&1 &
children+=($!)
until grep -q 'listens on' log; do
    kill -0 "${children[0]}" 2>/dev/null || fail "the server does not start: $(cat log)"
done
port=$(sed -n 's/.* listens on 127.0.0.1:\([0-9]*\);.*/\1/p' log)
page=$(sed -n 's|.* metrics are at \(http://.*\)/metrics.*|\1|p' log)

ask() { redis-cli -p "$port" "$@" >/dev/null; }

# Some work in every state, and clients that hold and wait until the script ends.
ask QUEUE CREATE mails ATTEMPTS 3 BACKOFF 60000
for i in {1..40}; do ask QUEUE PUT mails "mail $i"; done
for i in {1..7}; do ask QUEUE PUT reports "report $i" DELAY 600000; done
ask QUEUE CREATE paused
ask QUEUE PAUSE paused
ask QUEUE PUT paused later
ask SCHEDULE SET nightly reports orders CRON "30 2 * * *" ZONE Europe/Berlin
hold() {
    local connection
    exec {connection}<>"/dev/tcp/127.0.0.1/$port"
    printf '%s\r\n' "$@" >&"$connection"
}
hold 'CLIENT SETNAME worker-1' 'QUEUE GET mails' 'QUEUE FAIL mails 1 "451 greylisted, try again later"' 'QUEUE GET mails' \
    'QUEUE TOUCH mails 2 "sent to 3 of 9"'
hold 'CLIENT SETNAME worker-2' 'QUEUE GET mails'
{ while :; do printf 'RUN upper hello\r\nRUN sleep 5\r\n'; sleep 0.02; done | nc localhost "$port" >/dev/null; } &
children+=($!)

mkdir -p "$pictures"
picture() {
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
        --window-size=1000,"$3" --virtual-time-budget=20000 --screenshot="$pictures/$1.png" "$page/$2" >chromium.log 2>&1 \
        || fail "Chromium: $(cat chromium.log)"
}
picture queues '#queues' 620
picture queue '#queue/mails' 1150
ls -l "$pictures"
