"""A server of this checkout for tests: a free port, a temporary directory, and nothing left behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Optional

CHECKOUT = Path(__file__).resolve().parents[4]


class Server:
    """A server process. Kill it, and start it again at the same port with the same journal."""

    def __init__(self, journal: bool = True, **settings: str) -> None:
        self.port = 0
        self._settings = settings
        self._journal = journal
        self._directory = tempfile.mkdtemp(prefix="tutti-python-")
        self._process: Optional["subprocess.Popen[str]"] = None
        self._reader: Optional[threading.Thread] = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> "Server":
        journal = f'"{self._directory}/data"' if self._journal else "null"
        settings = {"server.port": self.port, "producer.journal": journal, "producer.reserve": '"1MiB"'}
        settings.update({key.replace("_", "."): value for key, value in self._settings.items()})
        command = [str(CHECKOUT / "run.sh")]
        for key, value in settings.items():
            command += ["--set", f"{key}={value}"]
        self._process = subprocess.Popen(
            command,
            cwd=self._directory,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "JAVA_OPTS": "-Xmx256m"},
        )
        lines = []
        for line in self._process.stdout:
            lines.append(line)
            match = re.search(r"listens on 127\.0\.0\.1:(\d+)", line)
            if match:
                self.port = int(match.group(1))
                self._reader = threading.Thread(target=self._process.stdout.read, daemon=True)
                self._reader.start()
                return self
        raise RuntimeError("the server did not start:\n" + "".join(lines))

    def freeze(self) -> None:
        """Stops the process, which answers nothing more, while its connections stay."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        """Ends the process as a power failure would."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()
        self._process = None

    def close(self) -> None:
        if self._process is not None:
            self.kill()
        shutil.rmtree(self._directory)
