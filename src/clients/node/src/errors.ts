/** The base of all errors of this client. Where the server sent it, the text is the server's. */
export class TuttiError extends Error {
    constructor(message: string, options?: { cause?: unknown }) {
        super(message, options);
    }
}
Object.defineProperty(TuttiError.prototype, "name", {
    get(this: Error): string {
        return this.constructor.name;
    },
});

/** `getNowait` of an empty queue. */
export class QueueEmpty extends TuttiError {}

/** `putNowait` into a full queue. */
export class QueueFull extends TuttiError {}

/** The queue is shut down, or it was deleted while the call waited. */
export class QueueShutDown extends TuttiError {}

/** The task failed. The text is the message of its worker. */
export class TaskFailed extends TuttiError {}

/** The task was cancelled, or its item expired or was deleted. */
export class Cancelled extends TuttiError {}

/** Another client has ended a call that waited, by CANCEL or CLIENT UNBLOCK. */
export class Unblocked extends Cancelled {}

/** The server refused a command as wrong, for instance settings that contradict those in force. */
export class CommandError extends TuttiError {}

/**
 * The connection was lost, and whether the command was carried out is unknown.
 *
 * Only a command that is not safe to send again rejects with it. A `key` makes `put` safe.
 */
export class ConnectionLost extends TuttiError {
    /** Whether the server has surely not carried out the command. */
    readonly isUntouched: boolean = false;
}

/** The node has refused the command, since it does not lead its cluster, or is still loading. */
export class NotLeading extends ConnectionLost {
    override readonly isUntouched = true;
    constructor(
        message: string,
        /** Whether the node may serve soon, since it loads its journal. */
        readonly isLoading: boolean,
    ) {
        super(message);
    }
}

/** The codec cannot read an item or a result. */
export class DecodeError extends TuttiError {
    constructor(
        message: string,
        /** The bytes. */
        readonly raw: Uint8Array,
        options?: { cause?: unknown },
    ) {
        super(message, options);
    }
}

/** The item is not this client's any more. The text says why. */
export class ItemLost extends TuttiError {}

/** The item was cancelled at the server, or it was purged or deleted with its queue. */
export class ItemCancelled extends ItemLost {}

/** A release of a lock or permit that is not held. */
export class NotHeld extends TuttiError {}

/** A lock or permit was lost while it was held: its lease ended, or its connection was closed. */
export class LockLost extends TuttiError {}

/** The acquire would wait without end. The text is the cycle of clients. */
export class Deadlock extends TuttiError {}

/** The barrier is broken. */
export class BrokenBarrier extends TuttiError {}

/** The server is out of room, and has accepted nothing. The text says what is full. */
export class ServerFull extends TuttiError {}

/** The item or the command is larger than the server takes. */
export class TooBig extends TuttiError {}

/** A wrong password, or a command or name that the user may not use. */
export class NotPermitted extends TuttiError {}
