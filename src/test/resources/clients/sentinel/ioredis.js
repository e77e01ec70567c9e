// A client of a cluster by ioredis and Sentinel, with default settings, or with failoverDetector.
// Prints what it sees before and after its leader is gone, which a line on standard input tells.
const Redis = require("ioredis");

const [name, detector, ...ports] = process.argv.slice(2);
const options = {
  sentinels: ports.map((port) => ({ host: "127.0.0.1", port })),
  name: "tutti",
  failoverDetector: detector === "failoverDetector",
};
const leader = new Redis(options);
const consumer = new Redis(options);
for (const client of [leader, consumer]) {
  client.on("error", () => {}); // it connects again by itself
}

// Sends a command again until it is answered, as a program does that must go on.
async function insist(client, ...command) {
  for (;;) {
    try {
      return await client.call(...command);
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function main() {
  const token = await leader.call("LOCK", "ACQUIRE", name);
  await leader.call("QUEUE", "PUT", name, "kept");
  const got = insist(consumer, "QUEUE", "GET", "later-" + name);
  console.log("ready");
  await new Promise((resolve) => process.stdin.once("data", resolve));
  process.stdin.destroy();
  console.log("newer token", (await insist(leader, "LOCK", "ACQUIRE", name)) > token);
  console.log("kept", await insist(leader, "QUEUE", "SIZE", name));
  await insist(leader, "QUEUE", "PUT", "later-" + name, "later");
  console.log("got", (await got)[1]);
  leader.disconnect();
  consumer.disconnect();
}

main();
