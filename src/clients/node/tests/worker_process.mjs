// A worker in a process of its own: URL, queue, drain. It tells what it does in lines.
import { connect } from "../dist/esm.mjs";

const [url, queue, drain] = process.argv.slice(2);
const t = await connect(url);
t.worker(queue, async (text, { signal }) => {
    console.log(`begun ${text}`);
    signal.addEventListener("abort", () => console.log(`aborted ${text}: ${signal.reason.name}`));
    await t.event(queue).wait({ signal });
    return text.toUpperCase();
});
await t.serve({ drain: Number(drain) });
console.log("ended");
