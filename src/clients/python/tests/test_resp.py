"""The parser, at every place where a stream may be cut."""

import unittest
from unittest import mock

from tutti.errors import ErrorReply, TaskFailed
from tutti.resp import Parser, ProtocolError, encode

STREAM = b"+OK\r\n:-12\r\n$5\r\na\r\nbc\r\n$0\r\n\r\n_\r\n"
STREAM += b"*3\r\n:1\r\n*2\r\n_\r\n$1\r\nx\r\n-FAILED oops\r\n%1\r\n$1\r\nk\r\n:7\r\n$-1\r\n*-1\r\n"
REPLIES = ["OK", -12, b"a\r\nbc", b"", None, [1, [None, b"x"]], {"k": 7}, None, None]


class ParserTests(unittest.TestCase):
    def check(self, replies: list) -> None:
        error = replies[5].pop()
        self.assertIsInstance(error, ErrorReply)
        self.assertIsInstance(error.exception(), TaskFailed)
        self.assertEqual("oops", str(error.exception()))
        self.assertEqual(REPLIES, replies)

    def test_cut_at_every_place(self) -> None:
        for cut in range(len(STREAM) + 1):
            parser = Parser()
            self.check(parser.feed(STREAM[:cut]) + parser.feed(STREAM[cut:]))

    def test_pieces_of_every_size(self) -> None:
        for size in range(1, len(STREAM) + 1):
            parser = Parser()
            replies = []
            for begin in range(0, len(STREAM), size):
                replies += parser.feed(STREAM[begin : begin + size])
            self.check(replies)

    def test_an_element_is_read_once(self) -> None:
        parser = Parser()
        with mock.patch("tutti.resp.ErrorReply") as read:
            replies = [reply for byte in b"*50\r\n" + b"-ERR\r\n" * 50 for reply in parser.feed(bytes([byte]))]
        self.assertEqual((1, 50), (len(replies), len(replies[0])))
        self.assertEqual(50, read.call_count)

    def test_what_is_no_reply(self) -> None:
        with self.assertRaisesRegex(ProtocolError, "HTTP"):
            Parser().feed(b"HTTP/1.1 400 Bad Request\r\n")

    def test_encode(self) -> None:
        self.assertEqual(b"*3\r\n$1\r\na\r\n$2\r\n12\r\n$3\r\n\xe2\x82\xac\r\n", encode(("a", 12, "€")))


if __name__ == "__main__":
    unittest.main()
