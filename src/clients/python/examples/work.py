"""A task as an ordinary coroutine. `worker.py` makes it a task of the server."""

import hashlib


async def sha256(word):
    return hashlib.sha256(word.encode()).hexdigest()
