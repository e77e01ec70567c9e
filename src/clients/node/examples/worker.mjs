// Carries out the task of the other programs, here or on another machine, until Ctrl-C or SIGTERM.
import { createHash } from "node:crypto";
import { connect } from "tutti";

const t = await connect(process.env.TUTTI_URL);
t.worker("node-sha256", (word) => createHash("sha256").update(word).digest("hex"), { concurrency: 8 });
await t.serve();
