#!/usr/bin/env bash
# Builds the Node client and tests it against servers of this checkout: ./test.sh [file of tests ...]
# NODE chooses the interpreter, of 18 or later. It is left out where there is no Node, or no TypeScript can be had.
set -euo pipefail

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
node=${NODE:-node}
if ! "$node" -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null || ! command -v npm >/dev/null; then
    echo "test.sh: left out, since $node is not Node 18 or later with npm"
    exit 0
fi
if [[ ! -d node_modules || package-lock.json -nt node_modules/.package-lock.json ]]; then
    if ! npm ci --ignore-scripts --no-audit --no-fund --fetch-retries 1 --fetch-timeout 20000 >/dev/null; then
        echo "test.sh: left out, since npm cannot install TypeScript, without which nothing is built"
        exit 0
    fi
fi
rm -rf dist
"$node" node_modules/typescript/bin/tsc -p .
# Builds the server, so that no test has to wait for that.
../../../run.sh --check >/dev/null
if (($# == 0)); then
    set -- tests/*.test.mjs
fi
exec "$node" tests/run.mjs "$@"
