import {
    BrokenBarrier,
    Cancelled,
    CommandError,
    Deadlock,
    ItemLost,
    NotHeld,
    NotLeading,
    NotPermitted,
    QueueShutDown,
    ServerFull,
    TaskFailed,
    TooBig,
    TuttiError,
    Unblocked,
} from "./errors.js";

const KINDS: Record<string, new (message: string) => TuttiError> = {
    FAILED: TaskFailed,
    CANCELLED: Cancelled,
    UNBLOCKED: Unblocked,
    SHUTDOWN: QueueShutDown,
    NOITEM: ItemLost,
    NOTHELD: NotHeld,
    BROKEN: BrokenBarrier,
    DEADLOCK: Deadlock,
    FULL: ServerFull,
    TOOBIG: TooBig,
    NOAUTH: NotPermitted,
    WRONGPASS: NotPermitted,
    NOPERM: NotPermitted,
    DENIED: NotPermitted,
};

/** The error of an error reply. */
export function errorOf(text: string): TuttiError {
    const space = text.indexOf(" ");
    const kind = space < 0 ? text : text.slice(0, space);
    const message = space < 0 ? "" : text.slice(space + 1);
    if (kind === "READONLY" || kind === "LOADING") {
        return new NotLeading(text, kind === "LOADING");
    }
    return Object.hasOwn(KINDS, kind) ? new KINDS[kind]!(message) : new CommandError(text);
}
