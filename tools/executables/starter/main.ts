/**
 * What Node runs first in an executable, as `bin/livetriage` is for the bundles: clears the environment, and starts the
 * part that the first word asks for with the rights that this part needs.
 */
import { writeSync } from "node:fs";
import { getAsset } from "node:sea";
import { Script } from "node:vm";
import type { Part, Program } from "../programs.ts";
import { startBeside } from "./start-beside.ts";
import { startClean } from "./start-clean.ts";

/** Put in by the build. */
declare const PROGRAM: Pick<Program, "name" | "parts" | "otherwise" | "beside" | "environment">;
declare const VERSION_TEXT: string;

const RIGHTS = ["fs.write", "child", "worker", "addon", "wasi", "inspector"];

function dropRights({ rights, notifies }: Part): void {
  const kept = notifies === true && process.env["NOTIFY_SOCKET"] !== undefined ? [...rights, "child"] : rights;
  const permission = process.permission as unknown as { drop(right: string): void } | undefined;
  for (const right of RIGHTS.filter((one) => !kept.includes(one))) permission?.drop(right);
}

/** A bundle is a CommonJS module; it loads builtins only. */
function load(bundle: string): void {
  const source = `(function (exports, require, module, __filename) {${getAsset(bundle, "utf8")}\n})`;
  const module = { exports: {} };
  new Script(source, { filename: bundle }).runInThisContext()(module.exports, require, module, process.execPath);
}

startClean(PROGRAM.environment ?? {});
process.env["TZ"] = ":"; // UTC without a file; for UTC by its name the C library opens one, which may be a trap
const word = process.argv[2] ?? "";
if (word === "--version") writeSync(1, VERSION_TEXT);
else if (PROGRAM.beside?.[word] !== undefined) startBeside(PROGRAM.name, PROGRAM.beside[word]);
else {
  const part = PROGRAM.parts[word] ?? PROGRAM.otherwise;
  if (part.isProgram) process.argv.splice(2, 1);
  dropRights(part);
  load(part.bundle);
}
