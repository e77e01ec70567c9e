#!/usr/bin/env bash
# Tests the Python client against servers of this checkout: ./test.sh [name of a test ...]
# PYTHON chooses the interpreter, of 3.9 or later. CPython's own tests of asyncio run if that interpreter has them.
set -euo pipefail

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
python=${PYTHON:-python3}
if ! command -v "$python" >/dev/null || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))'; then
    echo "test.sh: left out, since $python is not Python 3.9 or later"
    exit 0
fi
# Builds the server, so that no test has to wait for that.
../../../run.sh --check >/dev/null
if (($# == 0)); then
    if command -v mypy >/dev/null; then
        mypy
    else
        echo "test.sh: the types are not checked, since mypy is not installed"
    fi
    set -- test_resp test_pool test_connection test_cluster test_tls test_users test_queues test_answers test_locks test_tasks test_worker test_signals test_restart \
        test_asyncio test_examples test_cpython
fi
exec "$python" -B -m unittest "${@/#/tests.}"
