"""Each example prints what its asyncio original prints, and differs from it in its imports alone."""

import difflib
import os
import subprocess
import sys
import unittest
from pathlib import Path

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
        return subprocess.run(command, env=self.environment, check=True, timeout=60, stdout=subprocess.PIPE, text=True).stdout

    def check(self, name: str) -> None:
        original, program = f"{name}_asyncio.py", f"{name}_tutti.py"
        lines = difflib.ndiff((EXAMPLES / original).read_text().split("\n"), (EXAMPLES / program).read_text().split("\n"))
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


if __name__ == "__main__":
    unittest.main()
