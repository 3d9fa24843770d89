/**
 * Writes V8's code cache of a program that has been loaded once:
 * `node --predictable --random-seed=1 tools/code-cache.ts PROGRAM CACHE`. One thread and one seed are what makes the same
 * program give the same bytes, also on a loaded machine.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";

const [file, cache] = process.argv.slice(2) as [string, string];
const script = new Script(readFileSync(file, "utf8"), { filename: "program.cjs" });
script.runInThisContext()({}, createRequire(file), file);
writeFileSync(cache, script.createCachedData());
