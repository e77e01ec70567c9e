import { connect } from "tutti";

const t = await connect(process.env.TUTTI_URL);
const words = ["gather", "queue", "lock"];
const digests = await t.gather(words.map((word) => t.task("node-sha256", word)));
words.forEach((word, i) => console.log(word, digests[i]));
await t.close();
