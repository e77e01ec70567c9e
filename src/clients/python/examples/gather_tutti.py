from tutti import asyncio

from remote import sha256


async def main():
    words = ["gather", "queue", "lock"]
    for word, digest in zip(words, await asyncio.gather(*(sha256(word) for word in words))):
        print(word, digest)


asyncio.run(main())
