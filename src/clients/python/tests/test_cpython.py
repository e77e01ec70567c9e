"""CPython's own tests of asyncio's queues and locks, against a server, through the client."""

from __future__ import annotations

import asyncio
import functools
import sys
import types
import unittest
from pathlib import Path
from typing import Dict

from . import cpython_shim as shim
from .server import Server

_TEXT = "reads or changes the fields that asyncio's objects have in this process"
_ZERO = "a semaphore of the server is bounded and has at least one permit"
_LOCK = "a condition of the server has a lock of its own"
_DRAINING = "the server lets all parties of a barrier go at once: none is draining, so none is late for a reset"
_TURN = "asserts that something happens in the same turn of the loop, and a reply takes longer"

# The tests that cannot hold over a network, with the reason.
LEFT_OUT: Dict[str, str] = {
    "test_format": _TEXT,
    "test_repr": _TEXT,
    "test_str": _TEXT,
    "test_get_with_putters": _TEXT,
    "LockTests.test_cancel_race": _TEXT,
    "EventTests.test_clear_with_waiters": _TEXT,
    "test_shutdown_nonempty": "a get of a shut down queue waits while an item is in flight, which may come back",
    "test_ambiguous_loops": _LOCK,
    "test_explicit_lock": _LOCK,
    "test_initial_value_zero": _ZERO,
    "test_acquire_cancel_before_awoken": _ZERO,
    "test_acquire_hang": _ZERO,
    "test_acquire_fifo_order_3": _ZERO,
    "test_acquire_fifo_order_4": _ZERO,
    "EventTests.test_wait": "the server wakes its waiters in the order of their coming, asyncio the newest first",
    "test_blocking_put_wait": "takes an item after 10 ms, whether it is there or not",
    "QueuePutTests.test_put_cancelled": _TURN,
    "LockTests.test_cancel_release_race": _TURN,
    "test_draining_state": _DRAINING,
    "test_reset_barrier_when_tasks_half_draining": _DRAINING,
    "test_reset_barrier_when_tasks_half_draining_half_blocking": _DRAINING,
    "test_reset_barrier_while_tasks_draining": _DRAINING,
    "test_abort_barrier_when_tasks_half_draining_half_blocking": _DRAINING,
}

_server = None


def setUpModule() -> None:
    global _server
    _server = Server(journal=False).start()
    shim._background = shim.Background(_server.url)


def tearDownModule() -> None:
    shim._background.close()
    _server.close()


def _load(name: str) -> types.ModuleType:
    path = Path(asyncio.__file__).parents[1] / "test" / "test_asyncio" / f"{name}.py"
    if not path.exists():
        raise unittest.SkipTest(f"Python {sys.version.split()[0]} has no {path}")
    if sys.version_info < (3, 11):
        raise unittest.SkipTest(f"{name} of Python {sys.version.split()[0]} drives a loop with a scripted clock")
    if sys.version_info >= (3, 14):
        raise unittest.SkipTest(f"{name} of Python {sys.version.split()[0]} is newer than this test")
    module = types.ModuleType(name)
    try:
        sys.modules["asyncio"] = shim.module()
        exec(compile(path.read_text(), str(path), "exec"), module.__dict__)
    finally:
        sys.modules["asyncio"] = asyncio
    return module


def _limited(method):
    """The test with a time limit, since one that waits for ever would hide the others."""

    @functools.wraps(method)
    async def limited(self):
        await asyncio.wait_for(method(self), 20)

    return limited if asyncio.iscoroutinefunction(method) else method


def _reason(case: str, method: str) -> str:
    return LEFT_OUT.get(f"{case}.{method}") or LEFT_OUT.get(method) or ""


def load_tests(loader: unittest.TestLoader, standard: unittest.TestSuite, pattern: str) -> unittest.TestSuite:
    suite = unittest.TestSuite()
    for name in ("test_queues", "test_locks"):
        try:
            module = _load(name)
        except unittest.SkipTest as reason:
            print(f"left out: {reason}")
            continue
        module.__dict__.pop("tearDownModule", None)
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, unittest.TestCase):
                value.__module__ = __name__
                for method in loader.getTestCaseNames(value):
                    setattr(value, method, _limited(getattr(value, method)))
                    reason = _reason(value.__name__, method)
                    if reason:
                        setattr(value, method, unittest.skip(reason)(getattr(value, method)))
                suite.addTests(loader.loadTestsFromTestCase(value))
    return suite
