import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Ack } from "./workload.ts";

/** What a child that delivers packages told before it ended. */
export interface Delivered {
  readonly acks: readonly Ack[];
  readonly code: number | null;
  readonly stderr: string;
}

export const hasStrace = spawnSync("strace", ["-V"]).status === 0;

/** A program of this folder under Node, whose generated enums Node cannot just strip. */
export function nodeCommand(program: string): string[] {
  const options = ["--experimental-transform-types", "--no-warnings", "--conditions=@livetriage/source"];
  return [process.execPath, ...options, join(import.meta.dirname, program)];
}

/** Deliver packages into a directory, in a process of its own, under `strace` with these options. */
export async function deliverInChild(
  directory: string,
  packages: number,
  strace: readonly string[],
): Promise<Delivered> {
  const program = [...nodeCommand("child.ts"), directory, String(packages)];
  const env = { ...process.env, UV_THREADPOOL_SIZE: "1" }; // so that the nth operation is the same one every time
  const child = spawn("strace", ["-f", ...strace, ...program], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const lines = (await stdout).split("\n").filter((line) => line.endsWith("}"));
  return { acks: lines.map((line) => JSON.parse(line) as Ack), code, stderr: await stderr };
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}
