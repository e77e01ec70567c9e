"""What a call that asyncio makes without `await` returns here."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Generator, Generic, NoReturn, TypeVar

T = TypeVar("T")


def _same(reply: Any) -> Any:
    return reply


class Answer(Generic[T]):
    """The answer to a command that has been sent already, in the order of the calls.

    `await` it for the server's answer. A call like `queue.task_done()` needs no `await`: if it fails, the loop's
    exception handler says so. A question like `queue.qsize()` needs one, and has no truth value without it, so that
    `if queue.empty():` fails where it would be wrong.
    """

    __slots__ = ("_future", "_convert")

    def __init__(self, future: "asyncio.Future[Any]", convert: Callable[[Any], T] = _same) -> None:
        self._future = future
        self._convert = convert

    def __await__(self) -> Generator[Any, None, T]:
        reply = yield from asyncio.shield(self._future).__await__()
        value = self._convert(reply)
        self._convert = lambda _: value
        return value

    def _not_yet(self, *_: Any) -> NoReturn:
        raise TypeError("the answer has to come from the server: put await before the call")

    __bool__ = __int__ = __float__ = __lt__ = __le__ = __gt__ = __ge__ = _not_yet
