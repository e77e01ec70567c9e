from tutti import asyncio


async def producer(queue):
    for number in range(5):
        await queue.put(number)
        print("put", number)


async def consumer(queue):
    total = 0
    while True:
        number = await queue.get()
        if number is None:
            break
        total += number
        queue.task_done()
    queue.task_done()
    return total


async def main():
    queue = asyncio.Queue(maxsize=9)
    consuming = asyncio.create_task(consumer(queue))
    await producer(queue)
    await queue.put(None)
    await queue.join()
    print("total", await consuming)


asyncio.run(main())
