"""A worker for a test, which says what happens to it."""

import asyncio
import sys

import tutti

t = tutti.connect(sys.argv[1])


@t.worker(sys.argv[2], concurrency=3)
async def work(item: str) -> str:
    print("begun", item, flush=True)
    if item == "waits for ever":
        await asyncio.Event().wait()
    # The test sets this event when the worker has the signal.
    await t.Event(sys.argv[2]).wait()
    return item.upper()


asyncio.run(t.serve(drain=float(sys.argv[3])))
print("ended", flush=True)
