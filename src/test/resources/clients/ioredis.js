// ioredis.js port: prints what ioredis makes of Tutti's replies. Its caller knows what must be printed.
const Redis = require("ioredis");
const connect = (options) => {
    const client = new Redis({ port: Number(process.argv[2]), retryStrategy: null, ...options });
    client.on("error", (error) => console.log(error.message));
    return client;
};

(async () => {
    const tutti = connect({ connectionName: "ioredis" });
    console.log(await tutti.ping(), await tutti.client("GETNAME"));
    const id = await tutti.call("QUEUE", "PUT", "jobs", "hello");
    const [got, item, attempt] = await tutti.call("QUEUE", "GET", "jobs");
    console.log(got === id, item, attempt, await tutti.call("QUEUE", "DONE", "jobs", id));
    console.log(await tutti.call("QUEUE", "GET", "jobs", "TIMEOUT", 0), await tutti.call("RUN", "upper", "hello"));
    console.log(await tutti.call("RUN", "fail", "oops").catch((failure) => failure.message));

    const [holder, waiter] = [connect(), connect()];
    await holder.call("LOCK", "ACQUIRE", "l");
    const acquired = waiter.call("LOCK", "ACQUIRE", "l");
    holder.disconnect();
    console.log("handed over", (await acquired) > 0);

    // A command that is given up goes on at the server, and takes the next item.
    const hasty = connect({ commandTimeout: 300 });
    console.log(await hasty.call("QUEUE", "GET", "jobs").catch((error) => error.message));
    await tutti.call("QUEUE", "PUT", "jobs", "swallowed");
    console.log("size", await tutti.call("QUEUE", "SIZE", "jobs"));
    hasty.disconnect();
    console.log((await tutti.call("QUEUE", "GET", "jobs"))[1]);

    // By default a transaction is sent in one go, and its replies come back as pairs of error and reply.
    const replies = await tutti.multi().call("QUEUE", "PUT", "moved", "x").call("QUEUE", "GET", "none").exec();
    console.log("transaction", replies.map(([error, reply]) => error ?? (reply > 0 || reply)));
    process.exit();
})();
