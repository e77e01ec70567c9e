"""What a call that asyncio makes without `await` returns here."""

from __future__ import annotations

import asyncio
import functools
from typing import Any, Awaitable, Callable, Generator, Generic, NoReturn, Optional, TypeVar

from .timing import retrieve

T = TypeVar("T")


def _same(reply: Any) -> Any:
    return reply


class Answer(Generic[T]):
    """The answer to a command that has been sent already, in the order of the calls.

    `await` it for the server's answer. A call like `queue.task_done()` needs no `await`: if it fails, the loop's
    exception handler says so. A question like `queue.qsize()` needs one, and has no truth value without it, so that
    `if queue.empty():` fails where it would be wrong.

    The reply is converted when it arrives, awaited or not. `withdraw` is called when the one who awaits is cancelled.
    """

    __slots__ = ("_outcome", "_withdraw")

    def __init__(
        self,
        reply: "asyncio.Future[Any]",
        convert: Callable[[Any], T] = _same,
        withdraw: Optional[Callable[[], Awaitable[Any]]] = None,
    ) -> None:
        # A future of its own: nobody but the caller marks its error as seen.
        self._outcome: "asyncio.Future[T]" = reply.get_loop().create_future()
        self._withdraw = withdraw
        reply.add_done_callback(functools.partial(_convert, self._outcome, convert))

    def __await__(self) -> Generator[Any, None, T]:
        return self._wait().__await__()

    async def _wait(self) -> T:
        try:
            return await asyncio.shield(self._outcome)
        except asyncio.CancelledError:
            # Somebody has awaited it, so an error is no longer for the exception handler of the loop.
            self._outcome.add_done_callback(retrieve)
            if self._withdraw is not None:
                await self._withdraw()
            raise

    def _not_yet(self, *_: Any) -> NoReturn:
        raise TypeError("the answer has to come from the server: put await before the call")

    __bool__ = __int__ = __float__ = __lt__ = __le__ = __gt__ = __ge__ = _not_yet


def _convert(outcome: "asyncio.Future[Any]", convert: Callable[[Any], Any], reply: "asyncio.Future[Any]") -> None:
    if reply.cancelled():
        outcome.cancel()
        return
    error = reply.exception()
    if error is not None:
        outcome.set_exception(error)
        return
    try:
        outcome.set_result(convert(reply.result()))
    except Exception as failure:
        # Its traceback would keep the outcome alive, and the exception handler would hear of it late.
        outcome.set_exception(failure.with_traceback(None))
