# redis_py_asyncio.py port: prints what redis-py makes of Tutti's replies. Its caller knows what must be printed.
import asyncio
import sys
import redis.asyncio as redis

PORT = int(sys.argv[1])

def connect():
    return redis.Redis(port=PORT, decode_responses=True, single_connection_client=True, socket_timeout=None, retry=None)

async def main():
    async with connect() as client, connect() as waiter, connect() as holder:
        tutti = client.execute_command
        getter = asyncio.create_task(waiter.execute_command("QUEUE", "GET", "jobs"))
        id = await tutti("QUEUE", "PUT", "jobs", "hello")
        print(await getter == [id, "hello", 1], await waiter.execute_command("QUEUE", "DONE", "jobs", id))
        print(await tutti("QUEUE", "GET", "jobs", "TIMEOUT", 0), await tutti("RUN", "upper", "hello"))
        await holder.execute_command("LOCK", "ACQUIRE", "l")
        waiting = asyncio.create_task(waiter.execute_command("LOCK", "ACQUIRE", "l"))
        await asyncio.sleep(0)
        await holder.connection.disconnect()
        print("handed over", await waiting > 0)

asyncio.run(main())
