"""Several nodes, of which one leads."""

import asyncio
import unittest
from typing import Any, List, Optional
from unittest import mock

import tutti
from tutti.servers import Servers

from .case import LIMIT
from .fake import FakeServer


class Node:
    """One node, which leads or follows another."""

    def __init__(self) -> None:
        self.leader: "Optional[Node]" = None
        self.is_loading = False
        self.server = FakeServer(self._answer)
        self.url = ""

    async def start(self) -> None:
        self.url = await self.server.start()
        self.follow(None)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def lead(self) -> None:
        self.leader = self
        self.server.role = b"*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n"

    def follow(self, leader: "Optional[Node]") -> None:
        self.leader = leader
        host, port = (b"127.0.0.1", leader.port) if leader is not None else (b"", 0)
        words = b"*5\r\n$5\r\nslave\r\n$%d\r\n%b\r\n:%d\r\n$9\r\nconnected\r\n:0\r\n"
        self.server.role = words % (len(host), host, port)

    def _answer(self, words: List[bytes]) -> bytes:
        if self.leader is not self:
            return b"-READONLY this node follows\r\n"
        if self.is_loading:
            self.is_loading = False
            return b"-LOADING this node takes over\r\n"
        return b":1\r\n"

    def puts(self) -> int:
        return self.server.count(b"PUT")


class ClusterTests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.nodes = [Node() for _ in range(3)]
        for node in self.nodes:
            await node.start()
            self.addAsyncCleanup(node.server.close)

    def url(self, *nodes: Node) -> str:
        return "redis://" + ",".join(f"127.0.0.1:{node.port}" for node in nodes or self.nodes)

    async def client(self, *nodes: Node) -> tutti.Tutti:
        client = tutti.connect(self.url(*nodes))
        await self.soon(client.__aenter__())
        self.addAsyncCleanup(client.close)
        return client

    async def soon(self, awaitable: Any) -> Any:
        return await asyncio.wait_for(awaitable, LIMIT)

    def elect(self, leader: Node) -> None:
        for node in self.nodes:
            if node is leader:
                node.lead()
            else:
                node.follow(leader)

    async def test_the_leader_is_found(self) -> None:
        self.elect(self.nodes[2])
        t = await self.client()
        await t.Queue("q").put(1)
        self.assertTrue(await self.soon(t.Event("e").wait()))
        self.assertEqual([0, 0, 1], [node.puts() for node in self.nodes])
        # The first follower names the leader, and the second is not asked.
        self.assertEqual(0, self.nodes[1].server.count(b"HELLO"))

    async def test_one_node_that_follows_is_enough(self) -> None:
        self.elect(self.nodes[1])
        t = await self.client(self.nodes[0])
        await t.Queue("q").put(1)
        self.assertEqual(1, self.nodes[1].puts())

    async def test_a_node_that_is_gone_is_passed_over(self) -> None:
        self.elect(self.nodes[1])
        await self.nodes[0].server.close()
        await (await self.client()).Queue("q").put(1)
        self.assertEqual(1, self.nodes[1].puts())

    async def test_a_new_leader_gets_what_the_old_one_refused(self) -> None:
        self.elect(self.nodes[0])
        t = await self.client()
        await t.Event("e").wait()
        self.elect(self.nodes[1])
        with self.assertLogs("tutti", "WARNING"):
            # Without a key, since a node that follows has put nothing.
            self.assertEqual(1, await self.soon(t.Queue("q").put(1)))
            self.assertEqual(1, await self.soon(t.Queue("q").put_nowait(1)))
            self.assertTrue(await self.soon(t.Event("e").wait()))
        self.assertEqual(2, self.nodes[1].puts())

    async def test_nodes_that_have_no_role(self) -> None:
        for node in self.nodes:
            node.server.role = b"-ERR unknown command\r\n"
        self.nodes[0].leader = self.nodes[0]
        t = await self.client()
        await t.Event("e").wait()
        self.nodes[2].leader = self.nodes[2]
        await self.nodes[0].server.close()
        with self.assertLogs("tutti", "WARNING"):
            self.assertEqual(1, await self.soon(t.Queue("q").put(1)))
            self.assertTrue(await self.soon(t.Event("e").wait()))

    async def test_a_node_that_takes_over_is_asked_again(self) -> None:
        self.elect(self.nodes[0])
        t = await self.client()
        self.nodes[0].is_loading = True
        with self.assertLogs("tutti", "WARNING"):
            self.assertEqual(1, await self.soon(t.Queue("q").put(1)))

    async def test_a_cluster_that_elects_is_waited_for(self) -> None:
        with mock.patch("tutti.servers.backoff", side_effect=lambda _: self.elect(self.nodes[2]) or 0):
            await (await self.client()).Queue("q").put(1)
        self.assertEqual(1, self.nodes[2].puts())

    async def test_no_leader_in_time(self) -> None:
        with self.assertRaisesRegex(ConnectionError, "follows"):
            await self.soon(tutti.connect(self.url(), timeout=0.2).__aenter__())

    async def test_a_wait_at_another_node_is_not_unblocked_there(self) -> None:
        self.elect(self.nodes[0])
        t = await self.client()
        connection = await t.pool.lease()
        self.elect(self.nodes[1])
        with self.assertLogs("tutti", "WARNING"):
            t.pool.control.close()
            await self.soon(t.command("PING"))
        wait = connection.send("EVENT", "WAIT", "e")
        await t.pool.unblock(connection, wait)
        self.assertIsInstance(wait.exception(), ConnectionError)
        self.assertEqual(0, self.nodes[1].server.count(b"UNBLOCK"))
        self.assertIsNotNone(connection.lost)

    def test_the_user_is_that_of_all(self) -> None:
        servers = Servers.of("rediss://u:p%40@one:1,two")
        self.assertEqual("one:1,two:8888", str(servers))
        self.assertEqual([("u", "p@"), ("u", "p@")], [(each.user, each.password) for each in servers._addresses])
