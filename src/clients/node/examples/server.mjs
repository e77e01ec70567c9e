import { once } from "node:events";
import { connect as connectTcp, createServer } from "node:net";
import { createInterface } from "node:readline";
import { connect } from "tutti";

const t = await connect(process.env.TUTTI_URL);
const lock = t.lock(`served-${process.pid}`);
let served = 0;

async function serve(socket) {
    for await (const line of createInterface(socket)) {
        const digest = await t.task("node-sha256", line);
        await lock.use(() => {
            served++;
            socket.write(`${served} ${digest}\n`);
        });
    }
    socket.end();
}

const server = createServer(serve).listen(0, "127.0.0.1");
await once(server, "listening");
const client = connectTcp(server.address().port, "127.0.0.1");
const replies = createInterface(client)[Symbol.asyncIterator]();
for (const word of ["gather", "queue", "lock"]) {
    client.write(`${word}\n`);
    console.log((await replies.next()).value);
}
client.end();
server.close();
await t.close();
