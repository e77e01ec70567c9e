export { type Codec, BYTES, JSON_CODEC, TEXT } from "./codec.js";
export { type ConnectOptions, connect, Tutti } from "./client.js";
export * from "./errors.js";
export { type TaskGroup, type WaitOptions } from "./groups.js";
export { type Hold } from "./hold.js";
export { type Item } from "./item.js";
export {
    type Barrier,
    type Condition,
    type ConditionHold,
    type Event,
    type Lock,
    type Semaphore,
} from "./locks.js";
export { type Log } from "./log.js";
export { type Abortable, type PutNowaitOptions, type PutOptions, type Queue, type QueueOptions } from "./queue.js";
export { type Reply, type Word } from "./resp.js";
export { type ServeOptions } from "./serve.js";
export { type Call, type CallOptions, type GatherOptions, type Task, type TaskOptions } from "./tasks.js";
export { type Context, type Handler, type StopOptions, type Worker, type WorkerOptions } from "./worker.js";
