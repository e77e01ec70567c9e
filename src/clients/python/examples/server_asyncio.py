import asyncio

from work import sha256


async def main():
    lock = asyncio.Lock()
    served = 0

    async def serve(reader, writer):
        nonlocal served
        while line := await reader.readline():
            digest = await sha256(line.decode().strip())
            async with lock:
                served += 1
                writer.write(f"{served} {digest}\n".encode())
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for word in ["gather", "queue", "lock"]:
        writer.write(f"{word}\n".encode())
        print((await reader.readline()).decode().strip())
    writer.close()
    server.close()


asyncio.run(main())
