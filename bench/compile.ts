import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tools/stamp.mjs";

/** Compile `NAME.c` of this folder; the path of the program. */
export function compile(name: string): string {
  const folder = join(root, "node_modules/.cache");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, `bench-${name}`);
  execFileSync("gcc", ["-O2", "-o", program, join(root, "bench", `${name}.c`)]);
  return program;
}
