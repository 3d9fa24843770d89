/**
 * Makes the single executables with an SBOM each, their portable form, and the signed sums of all, in `dist/`.
 *
 *   npm run executables -- [--arch x64|arm64]… [--only NAME] [--key FILE]
 *
 * `--key`: PEM of the ed25519 private key that signs the sums; without it they stay unsigned.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { listMembers, type Member } from "./check/workspace.ts";
import { ARCHES, type Arch } from "./executables/base-node.ts";
import { makeExecutable } from "./executables/make-executable.ts";
import { makePortable } from "./executables/make-portable.ts";
import { PROGRAMS } from "./executables/programs.ts";
import { signSums, writeSums } from "./executables/sign.ts";
import { writeExecutableSbom } from "./release/sbom.ts";
import { root } from "./stamp.mjs";

const { values } = parseArgs({
  options: {
    arch: { type: "string", multiple: true, default: [...ARCHES] },
    only: { type: "string" },
    key: { type: "string" },
  },
});
const dist = join(root, "dist");

execFileSync(process.execPath, [join(root, "tools/bundle.ts")], { stdio: ["ignore", 2, 2] });
for (const arch of values.arch as Arch[]) {
  for (const program of PROGRAMS.filter(({ name }) => values.only === undefined || values.only === name)) {
    const file = join(dist, `${program.name}-linux-${arch}`);
    await makeExecutable(program, arch, file);
    const app = listMembers(root).find(({ folder }) => program.dist === `${folder}/dist`) as Member;
    await writeExecutableSbom(root, app, `node-linux-${arch}`, file);
    if (program.name === "livetriage") makePortable(file, arch, join(dist, `livetriage-portable-${arch}.tar.xz`));
  }
}
writeSums(dist);
if (values.key !== undefined) signSums(dist, readFileSync(values.key, "utf8"));
