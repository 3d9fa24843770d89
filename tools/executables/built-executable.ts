import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, stampOf } from "../stamp.mjs";
import type { Arch } from "./base-node.ts";
import { makeExecutable } from "./make-executable.ts";
import { PROGRAMS, type Program } from "./programs.ts";

const CACHE = join(root, "node_modules/.cache/livetriage-executables");

/** The processor that we run on. */
export const ownArch = process.arch as Arch;

export function programNamed(name: string): Program {
  const program = PROGRAMS.find((one) => one.name === name);
  if (program === undefined) throw new Error(`no program ${name}`);
  return program;
}

/** A program's executable for this machine, of the bundles that are there; made once for all tests. */
export async function builtExecutable(name: string): Promise<string> {
  const program = programNamed(name);
  const stamp = stampOf(inputsOf(program));
  const folder = join(CACHE, `${name}-${stamp}`);
  const file = join(folder, name);
  if (existsSync(file)) return file;
  mkdirSync(CACHE, { recursive: true });
  for (const stale of readdirSync(CACHE).filter(
    (one) => one.startsWith(`${name}-`) && one.length === `${name}-${stamp}`.length,
  ))
    rmSync(join(CACHE, stale), { recursive: true });
  await makeExecutable(program, ownArch, file);
  return file;
}

function inputsOf({ dist }: Program): string[] {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  const bundles = readdirSync(join(root, dist)).filter((file) => file.endsWith(".cjs"));
  return [
    "pnpm-lock.yaml",
    ...bundles.toSorted().map((file) => `${dist}/${file}`),
    ...sources
      .filter((file) => file.endsWith(".ts"))
      .toSorted()
      .map((file) => `tools/executables/${file}`),
  ];
}
