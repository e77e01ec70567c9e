import { connect } from "tutti";

async function producer(queue) {
    for (let number = 0; number < 5; number++) {
        await queue.put(number);
        console.log("put", number);
    }
}

async function consumer(queue) {
    let total = 0;
    for await (const item of queue) {
        total += item.value;
        await item.done();
    }
    return total;
}

const t = await connect(process.env.TUTTI_URL);
const queue = t.queue(`numbers-${process.pid}`, { maxsize: 9 });
const consuming = consumer(queue);
await producer(queue);
await queue.join();
await queue.shutdown();
console.log("total", await consuming);
await queue.delete();
await t.close();
