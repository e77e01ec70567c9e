// Compiled against the package by a test, never run. Each ts-expect-error is a mistake that the types have to find.
import {
    BYTES,
    type Call,
    type Codec,
    connect,
    type Hold,
    type Item,
    QueueFull,
    type Task,
    type Tutti,
    TuttiError,
} from "tutti";

interface Mail {
    to: string;
}

const upper: Codec<string> = { encode: (text) => text.toUpperCase(), decode: (raw) => raw.toString() };

export async function program(signal: AbortSignal): Promise<string> {
    await using t: Tutti = await connect("rediss://a:8888,b:8888", { codec: upper, tls: { ca: "ca" }, log: console, signal });
    const queue = t.queue<Mail>("mail", { maxsize: 9, kind: "priority", lease: 30_000 });
    const id: number = await queue.put({ to: "alice" }, { key: "k", priority: 1, signal });
    // @ts-expect-error a number is no mail
    await queue.put(5);
    // @ts-expect-error there is no such option
    await queue.put({ to: "bob" }, { prority: 1 });
    // @ts-expect-error there is no such kind
    t.queue("q", { kind: "random" });
    for await (const item of queue) {
        const to: string = item.value.to;
        await item.done(to);
        break;
    }
    await using item: Item<Mail> = await queue.get({ signal });
    await using hold: Hold = await t.lock("l", { lease: 1000 }).acquire({ signal });
    const token: number = hold.token;
    const call: Call<number> = t.task<number>("square", 3);
    const task: Task<number> = t.createTask(call, { ttl: 1000, signal });
    const [nine, text] = await t.gather(t.task<number>("square", 3), t.task<string>("upper", "a", { codec: BYTES }));
    const both: [number, string] = [nine, text];
    // @ts-expect-error the second result is a text
    const wrong: [number, number] = await t.gather(t.task<number>("square", 3), t.task<string>("upper", "a"));
    const list: number[] = await t.gather([1, 2].map((n) => t.task<number>("square", n)), { limit: 1, signal });
    const { done, pending } = await t.wait([task], { timeout: 5, returnWhen: "FIRST_COMPLETED" });
    for await (const result of t.asCompleted([task])) {
        const square: number = result;
        await t.event(String(square)).set();
    }
    const grouped: string = await t.taskGroup(async (group) => {
        group.createTask(t.task("square", 3));
        return group.createTask(async (inner: AbortSignal) => String(inner.aborted));
    });
    const result: boolean = await t.lock("l").use(async ({ signal: lost }) => lost.aborted);
    t.worker<number>("square", async (x, { signal: stopped, item: own }) => (stopped.aborted ? own.attempt : x ** 2), {
        concurrency: 8,
    });
    await t.condition("c").use((held) => held.waitFor(() => true, { signal }));
    await t.serve({ drain: 10_000, signals: true, signal });
    const error: TuttiError = new QueueFull("q");
    return [id, token, both, wrong, list, done.size, pending.size, grouped, result, item.id, error.message].join();
}
