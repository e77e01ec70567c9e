"""The same task, carried out by any worker of the server."""

from tutti import asyncio

sha256 = asyncio.task("python-sha256")
