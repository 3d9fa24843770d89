import type { Clock } from "@livetriage/triage-core";
import type { LiveHostOptions } from "@livetriage/triage-core/host";
import { type EndSignal, EXIT, Exit, reasonOf } from "./exit.ts";

/** One of the standard streams. */
export interface Output {
  /** Resolves when the system took all bytes; rejects with its errno. */
  write(data: Uint8Array | string): Promise<void>;
  readonly terminal: boolean;
  /** Columns of the terminal; where there is none what COLUMNS says, or null. */
  readonly columns: number | null;
}

/** All that the program has from outside. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input, or as much as `limit` bytes of it. */
  readonly stdin: (limit: number) => Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Fires when the user or the system asks us to end; its reason is the signal's name. */
  readonly interrupted: AbortSignal;
  /** The program file that runs, a bundle or an executable; null when it runs from its sources. */
  readonly program: string | null;
  /** A reader that was started while this program was loading. */
  readonly earlyReader?: LiveHostOptions["early"];
  /** The line that the user types, null where standard input is no terminal; absent in programs that ask nothing. */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string | null>;
}

/** The signal that ended the run early, if one did. */
export function interruptedBy(io: Io): EndSignal | null {
  return io.interrupted.aborted ? (io.interrupted.reason as EndSignal) : null;
}

/** Writes to standard output; that it takes no more ends the program. */
export async function print(io: Pick<Io, "stdout">, data: Uint8Array | string): Promise<void> {
  await io.stdout.write(data).catch((error: unknown) => {
    throw new Exit(EXIT.ioErr, `standard output cannot be written (${reasonOf(error)})`);
  });
}

/** One line on stderr. That nobody can read it must not end a collection. */
export async function note(io: Io, sentence: string): Promise<void> {
  await io.stderr.write(`${sentence}\n`).catch(() => undefined);
}

/** Colours unless the user said no. Source: no-color.org */
export function hasColour(io: Io): boolean {
  return (io.env["NO_COLOR"] ?? "") === "" && !isDumb(io);
}

/** A terminal that knows no escape sequences. */
export function isDumb(io: Io): boolean {
  return io.env["TERM"] === "dumb";
}
