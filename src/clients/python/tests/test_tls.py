"""A server with a certificate, and clients that trust it or not."""

import asyncio
import shutil
import ssl
import subprocess
import tempfile
import unittest
from pathlib import Path

import tutti

from .case import LIMIT
from .server import Server


@unittest.skipUnless(shutil.which("openssl"), "openssl, which makes the certificate, is not installed")
class TlsTests(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.directory = Path(tempfile.mkdtemp(prefix="tutti-tls-"))
        cls.certificate, key = cls.directory / "server.pem", cls.directory / "server.key"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cls.certificate)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        files = {"server_tls_cert": cls.certificate, "server_tls_key": key}
        cls.server = Server(journal=False, **{name: f'"{file}"' for name, file in files.items()}).start()
        cls.url = f"rediss://localhost:{cls.server.port}"

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.close()
        shutil.rmtree(cls.directory)

    def client(self) -> tutti.Tutti:
        return tutti.connect(self.url, ssl=ssl.create_default_context(cafile=str(self.certificate)))

    async def test_a_certificate_that_is_trusted(self) -> None:
        async with self.client() as t:
            q = t.Queue("tls")
            await q.put("x" * 100_000)
            self.assertEqual(100_000, len(await q.get()))
            await q.task_done()
            get = asyncio.create_task(q.get())
            for _ in range(3):
                await t.command("PING")
            get.cancel()
            await asyncio.wait({get})
            self.assertTrue(get.cancelled())
            async with t.Lock("tls"):
                self.assertEqual("A", await t.task("upper", "a", codec=tutti.TEXT))

    async def test_it_connects_again(self) -> None:
        async with self.client() as t:
            get = asyncio.create_task(t.Queue("again").get())
            with self.assertLogs("tutti", "WARNING"):
                for connection in [t.pool.control, *t.pool._open]:
                    connection._transport.abort()
                await asyncio.wait_for(t.Queue("again").put(1, key="k"), LIMIT)
            self.assertEqual(1, await asyncio.wait_for(get, LIMIT))

    async def test_a_certificate_that_is_not_trusted(self) -> None:
        for client in (tutti.connect(self.url), tutti.connect(self.url.replace("localhost", "127.0.0.1"))):
            with self.assertRaises(ssl.SSLCertVerificationError):
                await client.__aenter__()

    async def test_a_client_without_tls(self) -> None:
        with self.assertRaisesRegex(tutti.CommandError, "TLS"):
            await tutti.connect(self.url.replace("rediss", "redis")).__aenter__()
