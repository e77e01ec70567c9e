import { abortedFirst, Deferred, sleep } from "./abort.js";
import type { Log } from "./log.js";

/** The shortest and the longest of the waits between attempts without a place. */
const SHORTEST_WAIT = 50;
const LONGEST_WAIT = 1_000;
/** A line that has not moved for this time lets one go beyond the limit. */
const STANDSTILL = 1_000;
/** A full pool is reported once in this time. */
const WARNING_INTERVAL = 60_000;

/**
 * The limit of the calls that wait at a time, and the line of those that are too many. Places go in its order.
 *
 * Those who have a place may wait for one in the line, for instance at a barrier. So while the line stands still, it lets
 * one in each second go beyond the limit: the first of those that cannot be carried out without waiting.
 */
export class Places {
    private taken = 0;
    private warned: number | undefined;
    /** When a place was taken or freed last. */
    private moved = 0;
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
            this.enter();
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
        this.moved = performance.now();
        const [first] = this.line;
        if (first === undefined || this.taken > this.limit) {
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
        for (let pause = SHORTEST_WAIT; !turn.isSettled; pause = Math.min(pause * 2, LONGEST_WAIT)) {
            const found = await attempt?.();
            if (found !== undefined) {
                return found;
            }
            if (attempt === undefined && performance.now() - this.moved >= STANDSTILL) {
                this.line.delete(turn);
                this.enter();
                return undefined;
            }
            const ended = new AbortController();
            const pausing = sleep(attempt === undefined ? STANDSTILL : pause, ended.signal);
            await Promise.race([abortedFirst(turn.promise, signal), pausing]);
            ended.abort();
            signal?.throwIfAborted();
        }
        await turn.promise;
        return undefined;
    }

    private enter(): void {
        this.taken++;
        this.moved = performance.now();
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
