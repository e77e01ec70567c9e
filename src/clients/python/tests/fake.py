"""A server that answers as a test says, for what a real one does not do on demand."""

from __future__ import annotations

import asyncio
from typing import Callable, List, Optional

from tutti.resp import Parser


HELLO = b"%1\r\n$2\r\nid\r\n:7\r\n"


class FakeServer:
    """It remembers its commands but ROLE. `answer` gives the bytes of a reply, or None for no reply. HELLO and ROLE it
    answers itself.
    """

    def __init__(self, answer: Callable[[List[bytes]], Optional[bytes]]) -> None:
        self.commands: List[List[bytes]] = []
        self.hello: Optional[bytes] = HELLO
        self.role = b"-ERR unknown command 'ROLE'\r\n"
        # What it says to each that connects, before it closes.
        self.greeting = b""
        self._answer = answer
        self._writers: "List[asyncio.StreamWriter]" = []
        self._tasks: "List[asyncio.Task[None]]" = []

    async def start(self) -> str:
        """The URL of the server."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return "redis://127.0.0.1:%d" % self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._server.close()
        self.drop()
        await asyncio.gather(*self._tasks)

    def drop(self) -> None:
        """Closes all connections."""
        writers, self._writers = self._writers, []
        for writer in writers:
            writer.close()

    def count(self, command: bytes) -> int:
        return sum(command in words for words in self.commands)

    def _reply(self, words: List[bytes]) -> Optional[bytes]:
        if words == [b"ROLE"]:
            return None if self.hello is None else self.role
        self.commands.append(words)
        return self.hello if words[0] == b"HELLO" else self._answer(words)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.greeting:
            writer.write(self.greeting)
            writer.close()
            return
        self._writers.append(writer)
        self._tasks.append(asyncio.current_task())
        parser = Parser()
        while True:
            try:
                data = await reader.read(65536)
            except ConnectionError:
                data = b""
            if not data:
                writer.close()
                return
            for words in parser.feed(data):
                reply = self._reply(words)
                if reply is not None and not writer.is_closing():
                    writer.write(reply)
