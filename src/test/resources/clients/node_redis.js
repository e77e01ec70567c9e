// node_redis.js port: prints what node-redis makes of Tutti's replies. Its caller knows what must be printed.
const { createClient } = require("redis");
const connect = async (options) => {
    const socket = { reconnectStrategy: false };
    const client = createClient({ url: `redis://localhost:${process.argv[2]}`, socket, ...options });
    client.on("error", (error) => console.log(error.message));
    return client.connect();
};

(async () => {
    const tutti = await connect({ name: "node-redis" });
    console.log(await tutti.ping(), await tutti.clientGetName());
    const id = await tutti.sendCommand(["QUEUE", "PUT", "jobs", "hello"]);
    const [got, item, attempt] = await tutti.sendCommand(["QUEUE", "GET", "jobs"]);
    console.log(got === id, item, attempt, await tutti.sendCommand(["QUEUE", "DONE", "jobs", `${id}`]));
    const nothing = await tutti.sendCommand(["QUEUE", "GET", "jobs", "TIMEOUT", "0"]);
    console.log(nothing, await tutti.sendCommand(["RUN", "upper", "hello"]));
    console.log(await tutti.sendCommand(["RUN", "fail", "oops"]).catch((failure) => failure.message));

    const [holder, waiter] = [await connect(), await connect()];
    await holder.sendCommand(["LOCK", "ACQUIRE", "l"]);
    const acquired = waiter.sendCommand(["LOCK", "ACQUIRE", "l"]);
    holder.destroy();
    console.log("handed over", (await acquired) > 0);

    const put = ["QUEUE", "PUT", "moved", "x"];
    const replies = await tutti.multi().addCommand(put).addCommand(["QUEUE", "GET", "none"]).exec();
    console.log("transaction", replies.map((reply) => reply > 0 || reply));
    process.exit();
})();
