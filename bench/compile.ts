import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../tools/stamp.mjs";

/** Compile `NAME.c` of this folder; the path of the program. */
export function compile(name: string): string {
  return compileFile(join(root, "bench", `${name}.c`), []);
}

/** Compile one file of C; the path of the program. */
export function compileFile(source: string, options: readonly string[]): string {
  const folder = join(root, "node_modules/.cache");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, `bench-${basename(source, ".c")}`);
  execFileSync("gcc", ["-O2", ...options, "-o", program, source]);
  return program;
}
