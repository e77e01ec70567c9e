"""Carries out the task of `work.py`, here or on another machine, until Ctrl-C or SIGTERM."""

import asyncio
import os

import tutti
import work

t = tutti.connect(os.environ.get("TUTTI_URL", "redis://localhost:8888"))
t.worker("python-sha256", concurrency=8)(work.sha256)

asyncio.run(t.serve())
