import { createInterface } from "node:readline/promises";
import { isatty } from "node:tty";

/** The line that is typed after the question; null where standard input is no terminal. */
export async function askTerminal(question: string, signal: AbortSignal): Promise<string | null> {
  if (!isatty(0)) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    return await terminal.question(question, { signal });
  } finally {
    terminal.close();
  }
}
