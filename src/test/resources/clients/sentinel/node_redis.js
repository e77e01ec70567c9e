// A client of a cluster by node-redis and Sentinel, with default settings.
// Prints what it sees before and after its leader is gone, which a line on standard input tells.
const { createSentinel } = require("redis");

const roots = process.argv.slice(2).map((port) => ({ host: "127.0.0.1", port: Number(port) }));

async function connect() {
  const client = createSentinel({ name: "tutti", sentinelRootNodes: roots });
  client.on("error", () => {}); // it connects again by itself
  await client.connect();
  return client;
}

// Sends a command again until it is answered, as a program does that must go on.
async function insist(client, ...command) {
  for (;;) {
    try {
      return await client.sendCommand(false, command);
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function main() {
  const leader = await connect();
  const consumer = await connect();
  const token = await leader.sendCommand(false, ["LOCK", "ACQUIRE", "node-redis"]);
  await leader.sendCommand(false, ["QUEUE", "PUT", "node-redis", "kept"]);
  const got = insist(consumer, "QUEUE", "GET", "later-node-redis");
  console.log("ready");
  await new Promise((resolve) => process.stdin.once("data", resolve));
  process.stdin.destroy();
  console.log("newer token", (await insist(leader, "LOCK", "ACQUIRE", "node-redis")) > token);
  console.log("kept", await insist(leader, "QUEUE", "SIZE", "node-redis"));
  await insist(leader, "QUEUE", "PUT", "later-node-redis", "later");
  console.log("got", (await got)[1]);
  leader.destroy();
  consumer.destroy();
}

main();
