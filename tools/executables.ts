/**
 * Makes the single executables in `dist/`: `npm run executables [-- --arch x64|arm64] [--only NAME]`.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ARCHES, type Arch } from "./executables/base-node.ts";
import { makeExecutable } from "./executables/make-executable.ts";
import { PROGRAMS } from "./executables/programs.ts";
import { root } from "./stamp.mjs";

const { values } = parseArgs({
  options: { arch: { type: "string", multiple: true, default: [...ARCHES] }, only: { type: "string" } },
});

execFileSync(process.execPath, [join(root, "tools/bundle.ts")], { stdio: ["ignore", 2, 2] });
for (const arch of values.arch as Arch[]) {
  for (const program of PROGRAMS) {
    if (values.only !== undefined && values.only !== program.name) continue;
    const name = `${program.name}-linux-${arch}`;
    await makeExecutable(program, arch, join(root, "dist", name));
    process.stdout.write(`dist/${name}\n`);
  }
}
