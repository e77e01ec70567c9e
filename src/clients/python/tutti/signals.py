"""SIGTERM and SIGINT, for all that shall stop in one event loop."""

from __future__ import annotations

import asyncio
import signal
import weakref
from typing import Any, List, Tuple


class Signals:
    """The handlers of a loop while anybody wants to stop. Behind the last one they are as they were before."""

    _of_loops: "weakref.WeakKeyDictionary[Any, Signals]" = weakref.WeakKeyDictionary()

    def __init__(self) -> None:
        self._stops: "List[Stop]" = []
        self._before: List[Tuple[int, Any, Any]] = []

    @classmethod
    def add(cls, stop: "Stop") -> "Signals":
        """The signals of this loop reach this one, too."""
        signals = cls._of_loops.setdefault(asyncio.get_running_loop(), cls())
        if not signals._stops:
            signals._install()
        signals._stops.append(stop)
        return signals

    def remove(self, stop: "Stop") -> None:
        """The opposite of `add`."""
        self._stops.remove(stop)
        if not self._stops:
            self._restore()

    def _install(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            # A loop has no public way to ask for the handler that a program has set there.
            in_loop = getattr(loop, "_signal_handlers", {}).get(number)
            in_process = signal.getsignal(number)
            try:
                loop.add_signal_handler(number, self._signal)
            except (NotImplementedError, RuntimeError, ValueError):
                continue  # On Windows, or not in the main thread: then cancel is the way to stop.
            self._before.append((number, in_loop, in_process))

    def _restore(self) -> None:
        loop = asyncio.get_running_loop()
        for number, in_loop, in_process in self._before:
            if in_loop is not None:
                loop.add_signal_handler(number, in_loop._callback, *in_loop._args)
                continue
            loop.remove_signal_handler(number)
            if in_process is not None:
                signal.signal(number, in_process)
        self._before = []

    def _signal(self) -> None:
        for stop in list(self._stops):
            stop.stop()


class Stop:
    """A first signal, and a second one, which is as if there were no time to drain."""

    def __init__(self, signals: bool) -> None:
        loop = asyncio.get_running_loop()
        self.first: "asyncio.Future[None]" = loop.create_future()
        self.second: "asyncio.Future[None]" = loop.create_future()
        self._signals = Signals.add(self) if signals else None

    def stop(self) -> None:
        """A signal has come."""
        future = self.second if self.first.done() else self.first
        if not future.done():
            future.set_result(None)

    async def unless(self, work: Any) -> None:
        """Carries out a coroutine, which a signal cancels."""
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({task, self.first}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if not task.cancelled():
            task.result()

    def end(self) -> None:
        """Signals are as before."""
        if self._signals is not None:
            self._signals.remove(self)
            self._signals = None
