"""Each example prints what its asyncio original prints, and differs from it in its imports alone."""

import difflib
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

import tutti.asyncio

from .server import Server

PACKAGE = Path(__file__).resolve().parents[1]
EXAMPLES = PACKAGE / "examples"


class ExampleTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server().start()
        cls.environment = {**os.environ, "PYTHONPATH": str(PACKAGE), "TUTTI_URL": cls.server.url}
        cls.worker = subprocess.Popen([sys.executable, str(EXAMPLES / "worker.py")], env=cls.environment)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.worker.terminate()
        cls.worker.wait()
        cls.server.close()

    def output(self, program: str) -> str:
        command = [sys.executable, str(EXAMPLES / program)]
        run = subprocess.run(command, env=self.environment, check=True, timeout=60, stdout=subprocess.PIPE, text=True)
        return run.stdout

    def check(self, name: str) -> None:
        original, program = f"{name}_asyncio.py", f"{name}_tutti.py"
        texts = [(EXAMPLES / each).read_text().split("\n") for each in (original, program)]
        lines = difflib.ndiff(*texts)
        changed = [line[2:] for line in lines if line[0] in "+-"]
        self.assertEqual([], [line for line in changed if not line.startswith(("import ", "from "))])
        expected = self.output(original)
        self.assertGreater(expected.count("\n"), 2)
        self.assertEqual(expected, self.output(program))

    def test_gather(self) -> None:
        self.check("gather")

    def test_queue(self) -> None:
        self.check("queue")

    def test_server(self) -> None:
        self.check("server")

    def test_an_event_without_a_name_is_gone_at_the_end(self) -> None:
        async def main() -> str:
            event = tutti.asyncio.Event()
            await event.set()
            return event.name

        async def is_set(name: str) -> bool:
            return await tutti.asyncio.client().Event(name).is_set()

        name = tutti.asyncio.run(main(), url=self.server.url)
        self.assertFalse(tutti.asyncio.run(is_set(name), url=self.server.url))

    def test_readme(self) -> None:
        text = (PACKAGE / "README.md").read_text()
        worker, first = re.findall(r"^```python\n(.*?)^```", text.replace(":8888", f":{self.server.port}"), re.M | re.S)
        process = subprocess.Popen([sys.executable, "-c", worker], env=self.environment)
        try:
            run = subprocess.run(
                [sys.executable, "-c", first], env=self.environment, check=True, timeout=60, stdout=subprocess.PIPE
            )
        finally:
            process.terminate()
            self.assertEqual(0, process.wait())
        self.assertEqual(b"{'to': 'alice'}\n[9, 16]\n", run.stdout)


if __name__ == "__main__":
    unittest.main()
