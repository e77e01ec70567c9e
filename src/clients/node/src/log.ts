/** Where the client says what happens, for instance `console`. */
export interface Log {
    debug?(message: string): void;
    info?(message: string): void;
    warn(message: string): void;
    error(message: string): void;
}

/** Warnings and errors on the console. */
export const CONSOLE: Log = {
    warn: (message) => console.warn(`tutti: ${message}`),
    error: (message) => console.error(`tutti: ${message}`),
};

export const SILENT: Log = { warn() {}, error() {} };
