import { setMaxListeners } from "node:events";

/** The longest timer of Node, 25 days. It takes a longer one for none at all. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A promise with its ends in hand. */
export class Deferred<T = void> {
    resolve!: (value: T) => void;
    reject!: (error: unknown) => void;
    isSettled = false;
    readonly promise: Promise<T>;

    constructor() {
        this.promise = new Promise<T>((resolve, reject) => {
            this.resolve = (value) => {
                this.isSettled = true;
                resolve(value);
            };
            this.reject = (error) => {
                this.isSettled = true;
                reject(error);
            };
        });
        // Whoever awaits it sees its error; nobody else has to.
        this.promise.catch(ignore);
    }
}

/** Does nothing, for errors that another has seen or shall see. */
export function ignore(): void {}

/** Whether the signal aborted before the promise settled. It does not throw. */
export function abortedFirst(promise: Promise<unknown>, signal: AbortSignal | undefined): Promise<boolean> {
    if (signal === undefined) {
        return promise.then(no, no);
    }
    allowListeners(signal);
    return new Promise((resolve) => {
        const abort = (): void => resolve(true);
        const settle = (): void => {
            signal.removeEventListener("abort", abort);
            resolve(false);
        };
        promise.then(settle, settle);
        if (signal.aborted) {
            // A promise that has settled already is first all the same.
            setImmediate(abort);
        } else {
            signal.addEventListener("abort", abort, { once: true });
        }
    });
}

/** Calls back once when the signal aborts, or at once if it has. The result takes that back. */
export function onAbort(signal: AbortSignal | undefined, callback: (reason: unknown) => void): () => void {
    if (signal === undefined) {
        return ignore;
    }
    const abort = (): void => callback(signal.reason);
    if (signal.aborted) {
        abort();
        return ignore;
    }
    allowListeners(signal);
    signal.addEventListener("abort", abort, { once: true });
    return () => signal.removeEventListener("abort", abort);
}

const allowed = new WeakSet<AbortSignal>();

/** One signal may end any number of calls. Node would warn of more than ten. */
function allowListeners(signal: AbortSignal): void {
    if (!allowed.has(signal)) {
        allowed.add(signal);
        setMaxListeners(0, signal);
    }
}

function no(): boolean {
    return false;
}

/** Waits. A signal that aborts ends the wait early, without an error. */
export function sleep(milliseconds: number, ...signals: (AbortSignal | undefined)[]): Promise<void> {
    return new Promise((resolve) => {
        const end = (): void => {
            clearTimeout(timer);
            signals.forEach((signal) => signal?.removeEventListener("abort", end));
            resolve();
        };
        const timer = setTimeout(end, Math.min(milliseconds, LONGEST_TIMER));
        for (const signal of signals) {
            if (signal?.aborted) {
                end();
            } else if (signal !== undefined) {
                allowListeners(signal);
                signal.addEventListener("abort", end);
            }
        }
    });
}

/** Whether the promise settled within so many milliseconds. It does not throw. */
export function settledWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
        const timer = milliseconds <= LONGEST_TIMER ? setTimeout(() => resolve(false), milliseconds) : undefined;
        const settle = (): void => {
            clearTimeout(timer);
            resolve(true);
        };
        promise.then(settle, settle);
    });
}
