/**
 * Rehearses a release on a copy of this checkout, from changesets to a stranger's install, in a network namespace that
 * has nothing but loopback: `npm run rehearse-release`.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./stamp.mjs";

const asUser = process.getuid?.() === 0 ? [] : ["--map-root-user"];
const alone = ["unshare", ...asUser, "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
const rehearsal = ["vitest", "run", "--reporter=verbose", "--bail=1", "test/release/rehearsal.long.test.ts"];
const [program = "", ...args] = [...alone, ...rehearsal];
const env = { ...process.env, LIVETRIAGE_SUITE: "long" };
const { status, error } = spawnSync(program, args, { cwd: join(root, "tools"), stdio: "inherit", env });
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
