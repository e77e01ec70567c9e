import { abortedFirst, Deferred, sleep } from "./abort.js";
import type { Log } from "./log.js";

/** The shortest and the longest of the waits between attempts without a place. */
const SHORTEST_WAIT = 50;
const LONGEST_WAIT = 5_000;
/** A full pool is reported once in this time. */
const WARNING_INTERVAL = 60_000;

/** The limit of the calls that wait at a time, and the line of those that are too many. Places go in its order. */
export class Places {
    private taken = 0;
    private warned: number | undefined;
    private closed: Error | undefined;
    private readonly line = new Set<Deferred>();

    constructor(
        private readonly limit: number,
        private readonly log: Log,
    ) {}

    /** Ends the calls in the line. */
    close(error: Error): void {
        this.closed = error;
        const line = [...this.line];
        this.line.clear();
        line.forEach((turn) => turn.reject(error));
    }

    /** Takes a place within the limit, or returns what the attempt has got before there was one. */
    async take<T>(attempt?: () => Promise<T | undefined>, signal?: AbortSignal): Promise<T | undefined> {
        if (this.closed !== undefined) {
            throw this.closed;
        }
        if (this.taken < this.limit && this.line.size === 0) {
            this.taken++;
            return undefined;
        }
        this.warn();
        const turn = new Deferred();
        this.line.add(turn);
        try {
            const found = await this.wait(turn, attempt, signal);
            if (found !== undefined) {
                this.leave(turn);
                return found;
            }
            signal?.throwIfAborted();
        } catch (error) {
            this.leave(turn);
            throw error;
        }
        return undefined;
    }

    /** Hands the place over to the first in the line. */
    free(): void {
        const [first] = this.line;
        if (first === undefined) {
            this.taken--;
        } else {
            this.line.delete(first);
            first.resolve();
        }
    }

    private async wait<T>(
        turn: Deferred,
        attempt: (() => Promise<T | undefined>) | undefined,
        signal: AbortSignal | undefined,
    ): Promise<T | undefined> {
        let pause = SHORTEST_WAIT;
        while (attempt !== undefined && !turn.isSettled) {
            const found = await attempt();
            if (found !== undefined) {
                return found;
            }
            const ended = new AbortController();
            await Promise.race([abortedFirst(turn.promise, signal), sleep(pause, ended.signal)]);
            ended.abort();
            signal?.throwIfAborted();
            pause = Math.min(pause * 2, LONGEST_WAIT);
        }
        if (!(await abortedFirst(turn.promise, signal))) {
            await turn.promise;
        }
        return undefined;
    }

    private leave(turn: Deferred): void {
        // One that is not in the line any more has a place, unless all is closed.
        if (!this.line.delete(turn) && this.closed === undefined) {
            this.free();
        }
    }

    private warn(): void {
        const now = performance.now();
        if (this.warned === undefined || now - this.warned >= WARNING_INTERVAL) {
            this.warned = now;
            this.log.warn(`all ${this.limit} connections (maxConnections) are in use, a call waits for one`);
        }
    }
}
