import { Deferred, sleep } from "./abort.js";
import type { Connection } from "./connection.js";
import { ConnectionLost, TuttiError } from "./errors.js";
import type { Pool } from "./pool.js";
import type { Reply, Word } from "./resp.js";

/** Behind one end of a task the ends of so many others are awaited for a millisecond, so that they travel together. */
const TASKS_PER_MILLISECOND = 250;
const LONGEST_PAUSE = 20;

interface Awaited {
    queue: string;
    id: number;
    result: Deferred<Buffer>;
}

/** Awaits the results of all submitted tasks of a client over one connection, by WAIT FIRST_COMPLETED. */
export class Awaiter {
    private readonly awaited = new Map<string, Awaited>();
    private isRunning = false;
    private connection: Connection | undefined;
    /** The WAIT that is under way. */
    private reply: Promise<Reply> | undefined;
    /** Whether it lacks a task, so that it is to be sent again. */
    private isStale = false;

    constructor(private readonly pool: Pool) {}

    /** The result of a task. */
    result(queue: string, id: number): Promise<Buffer> {
        const result = new Deferred<Buffer>();
        this.awaited.set(`${id} ${queue}`, { queue, id, result });
        if (!this.isRunning) {
            this.isRunning = true;
            void this.run();
        } else if (this.reply !== undefined && !this.isStale) {
            this.isStale = true;
            // So that tasks which are created together are added together.
            setImmediate(() => void this.beginAgain());
        }
        return result.promise;
    }

    /** Awaits it no more. */
    forget(queue: string, id: number): void {
        this.awaited.delete(`${id} ${queue}`);
    }

    private async beginAgain(): Promise<void> {
        if (this.reply !== undefined && this.connection !== undefined) {
            await this.pool.unblock(this.connection, this.reply);
        }
    }

    private async run(): Promise<void> {
        try {
            while (this.awaited.size > 0) {
                await this.waitOnOne();
            }
        } catch (error) {
            const all = [...this.awaited.values()];
            this.awaited.clear();
            all.forEach((each) => each.result.reject(error));
        } finally {
            this.isRunning = false;
        }
    }

    /** Waits until its connection is lost, or all is done. */
    private async waitOnOne(): Promise<void> {
        const connection = await this.pool.lease();
        this.connection = connection;
        try {
            while (this.awaited.size > 0) {
                await this.wait(connection);
            }
        } catch (error) {
            if (!(error instanceof ConnectionLost) || this.pool.isClosed) {
                throw error;
            }
        } finally {
            this.reply = undefined;
            this.pool.giveBack(connection);
        }
    }

    private async wait(connection: Connection): Promise<void> {
        const tasks = [...this.awaited];
        const words: Word[] = ["WAIT", "FIRST_COMPLETED"];
        tasks.forEach(([, { queue, id }]) => words.push(queue, id));
        this.isStale = false;
        this.reply = connection.send(words);
        const replies: Reply[] = await this.reply;
        this.reply = undefined;
        for (const [i, [key, { result }]] of tasks.entries()) {
            const reply = replies[i];
            if (reply === null) {
                continue;
            }
            this.awaited.delete(key);
            if (reply instanceof TuttiError) {
                result.reject(reply);
            } else {
                result.resolve(reply);
            }
        }
        if (this.awaited.size > TASKS_PER_MILLISECOND) {
            await sleep(Math.min(this.awaited.size / TASKS_PER_MILLISECOND, LONGEST_PAUSE), this.pool.ending);
        }
    }
}
