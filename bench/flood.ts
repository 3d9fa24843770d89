import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { compile } from "./compile.ts";

/** Processes that hold the sockets: a process may have fewer descriptors than there are sockets. */
const HOLDERS = 8;

/** What the machine is filled with, until it is removed. */
export interface Flood {
  readonly processes: number;
  readonly sockets: number;
  readonly remove: () => void;
}

/** Start so many sleeping processes, and so many TCP sockets in a few more. */
export async function makeFlood(processes: number, sockets: number): Promise<Flood> {
  const programs = [await start("sleepers", processes)];
  if (sockets > 0) programs.push(await start("sockets", HOLDERS, sockets));
  return { processes, sockets, remove: () => programs.forEach((program) => program.stdin?.end()) };
}

async function start(name: string, ...counts: readonly number[]): Promise<ChildProcess> {
  const program = spawn(compile(name), counts.map(String), { stdio: ["pipe", "pipe", "inherit"] });
  await Promise.race([
    once(program.stdout, "data"),
    once(program, "exit").then(() => {
      throw new Error(`${name} ended before it was ready`);
    }),
  ]);
  return program;
}
