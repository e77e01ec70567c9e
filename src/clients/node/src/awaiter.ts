import { Deferred } from "./abort.js";
import type { Connection } from "./connection.js";
import { ConnectionLost, TuttiError } from "./errors.js";
import type { Pool } from "./pool.js";
import type { Reply, Word } from "./resp.js";

/** Each end of a task names the others of its group again. So the groups are small. */
const GROUP_SIZE = 64;

interface Awaited {
    queue: string;
    id: number;
    result: Deferred<Buffer>;
}

/** Awaits the results of all submitted tasks of a client, in groups. */
export class Awaiter {
    private readonly groups = new Set<Group>();

    constructor(private readonly pool: Pool) {}

    /** The result of a task. A signal that aborts leaves it. */
    result(queue: string, id: number): Awaiting {
        let group = [...this.groups].find((each) => each.size < GROUP_SIZE);
        if (group === undefined) {
            const added = new Group(this.pool, () => this.groups.delete(added));
            this.groups.add(added);
            group = added;
        }
        return group.result(queue, id);
    }
}

/** The result of a task that is awaited, and a way to await it no more. */
export interface Awaiting {
    result: Promise<Buffer>;
    forget(): void;
}

/** Awaits some tasks over one connection, by WAIT FIRST_COMPLETED. */
class Group {
    private readonly awaited = new Map<string, Awaited>();
    private isRunning = false;
    private connection: Connection | undefined;
    /** The WAIT that is under way. */
    private reply: Promise<Reply> | undefined;
    /** Whether it lacks a task, so that it is to be sent again. */
    private isStale = false;

    /** The UNBLOCK for that. */
    private unblocking: Promise<void> = Promise.resolve();

    constructor(
        private readonly pool: Pool,
        private readonly onEnd: () => void,
    ) {}

    get size(): number {
        return this.awaited.size;
    }

    result(queue: string, id: number): Awaiting {
        const result = new Deferred<Buffer>();
        const key = `${id} ${queue}`;
        this.awaited.set(key, { queue, id, result });
        if (!this.isRunning) {
            this.isRunning = true;
            void this.run();
        } else if (this.reply !== undefined && !this.isStale) {
            this.isStale = true;
            // So that tasks which are created together are added together.
            setImmediate(() => this.beginAgain());
        }
        return { result: result.promise, forget: () => this.awaited.delete(key) };
    }

    private beginAgain(): void {
        if (this.reply !== undefined && this.connection !== undefined) {
            this.unblocking = this.pool.unblock(this.connection, this.reply);
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
            this.onEnd();
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
            // Else an UNBLOCK that is late would end the command of the next one.
            await this.unblocking;
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
    }
}
