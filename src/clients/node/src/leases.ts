import { ignore, settledWithin, sleep } from "./abort.js";
import { ConnectionLost, TuttiError } from "./errors.js";

/** A whole number of milliseconds for the protocol. Less than one is one, since 0 means something else there. */
export function milliseconds(time: number, name: string): number {
    if (typeof time !== "number" || !(time >= 0 && time < Infinity)) {
        throw new TypeError(`${name} is ${time} where a number of milliseconds is expected`);
    }
    return time > 0 ? Math.max(Math.round(time), 1) : 0;
}

/**
 * Touches something in intervals until the signal aborts.
 *
 * `onLost` is called once: if the server says that it is lost, or if it has not confirmed a touch for a whole `lease`, since
 * it may have ended then.
 */
export async function renew(
    interval: number,
    lease: number | undefined,
    touch: () => Promise<unknown>,
    onLost: (error: TuttiError) => void,
    ended: AbortSignal,
): Promise<void> {
    let confirmed = performance.now();
    for (;;) {
        await sleep(interval, ended);
        if (ended.aborted) {
            return;
        }
        const begun = performance.now();
        const touched = touch();
        touched.catch(ignore);
        if (lease !== undefined) {
            // Also behind a pause of this process the server has a moment to answer.
            const left = Math.max(confirmed + lease - begun, interval);
            if (!(await settledWithin(touched, left))) {
                onLost(new ConnectionLost("the server has not answered for as long as the lease"));
                return;
            }
        }
        try {
            await touched;
            confirmed = begun;
        } catch (error) {
            if (!(error instanceof ConnectionLost)) {
                onLost(error as TuttiError);
                return;
            }
        }
    }
}
