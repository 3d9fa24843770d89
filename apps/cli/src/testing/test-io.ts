import { testClock } from "@livetriage/triage-core/testing";
import type { Io, Output } from "../io.ts";

/** An Io that keeps what is written. */
export interface TestIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  interrupt(signal: string): void;
}

interface Settings {
  readonly terminal?: boolean;
  readonly stdin?: string;
  /** What the user types when he is asked; nobody is there when it is not given. */
  readonly answer?: string;
  /** Bytes of stdout after which writing fails with ENOSPC. */
  readonly room?: number;
}

export function testIo({ terminal = false, stdin = "", answer, room = Infinity }: Settings = {}): TestIo {
  const kept = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  const output = (name: "stdout" | "stderr"): Output => ({
    async write(data) {
      const bytes = Buffer.from(data as string);
      if (name === "stdout" && kept.stdout.length + bytes.length > room) {
        throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
      }
      kept[name] = Buffer.concat([kept[name], bytes]);
    },
    terminal,
    columns: terminal ? 80 : null,
  });
  const interruption = new AbortController();
  return {
    stdout: output("stdout"),
    stderr: output("stderr"),
    stdin: async () => Buffer.from(stdin),
    ask: async () => answer ?? null,
    env: { NO_COLOR: "1" },
    clock: testClock(),
    interrupted: interruption.signal,
    program: null,
    out: () => kept.stdout.toString("utf8"),
    err: () => kept.stderr.toString("utf8"),
    interrupt: (signal) => interruption.abort(signal),
  };
}
