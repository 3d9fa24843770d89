import { spawn } from "node:child_process";
import { root } from "../stamp.mjs";

/** How a program ended, with all that it printed. */
export interface Outcome {
  ok: boolean;
  output: string;
}

/** Run a program in the root (or `cwd`) and keep its output for the case that it fails. */
export function run(command: string, args: readonly string[], options: { cwd?: string } = {}): Promise<Outcome> {
  const child = spawn(command, args, { cwd: root, ...options, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const output = () => Buffer.concat(chunks).toString("utf8");
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ ok: false, output: `${output()}${error.message}\n` }));
    child.on("close", (code) => resolve({ ok: code === 0, output: output() }));
  });
}

/** Run a program that has to succeed; where it does not, print what it said and end. */
export async function must(command: string, args: readonly string[], options: { cwd?: string } = {}): Promise<void> {
  const { ok, output } = await run(command, args, options);
  if (ok) return;
  process.stdout.write(output);
  process.exit(1);
}

/** An outcome from a list of complaints. */
export function outcomeOf(violations: readonly string[]): Outcome {
  return { ok: violations.length === 0, output: violations.map((line) => `${line}\n`).join("") };
}
