import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../stamp.mjs";
import { shown } from "../shown.ts";
import {
  cloneRepository,
  commit,
  copyTemplate,
  edit,
  install,
  openRehearsal,
  type Rehearsal,
  sh,
  writeChangeset,
} from "./rehearsal.ts";

const SOURCE = "--conditions=@livetriage/source";
const MINUTES = 5 * 60_000;

let rehearsal: Rehearsal;
let clone = "";
let stranger = "";

/** Each test goes on where the one before it ended. */
beforeAll(async () => {
  rehearsal = await openRehearsal();
  clone = await cloneRepository(root, join(rehearsal.folder, "clone"));
  stranger = join(rehearsal.folder, "stranger");
  mkdirSync(stranger);
  writeFileSync(join(stranger, "package.json"), '{ "private": true, "type": "module" }');
}, MINUTES);
afterAll(() => rehearsal.remove(), MINUTES);

interface Manifest {
  readonly version: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

const manifestIn = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
const versionOf = (folder: string) => manifestIn(join(clone, folder)).version;

/** Packs what a clone holds into a new folder; the digests by file, from SHA256SUMS. */
async function pack(from: string, name: string): Promise<Map<string, string>> {
  const folder = join(rehearsal.folder, name);
  await sh(from, "node", SOURCE, "tools/pack-release.ts", folder);
  const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8").trimEnd().split("\n");
  return new Map(sums.map((line) => line.split("  ").toReversed() as [string, string]));
}

const publish = () => rehearsal.client(clone, "pnpm", "--recursive", "publish", "--no-git-checks");

/** As `npm run release`, and the set-up that follows it. */
async function version(message: string): Promise<void> {
  await sh(clone, "node", SOURCE, "tools/release.ts");
  await commit(clone, message);
  await install(clone);
}

test("there is no network but loopback", ({ skip }) => {
  const interfaces = readFileSync("/proc/net/dev", "utf8").split("\n").slice(2).filter(Boolean);
  if (interfaces.length > 1) skip("not in a network namespace of its own: npm run rehearse-release");
  expect(interfaces).toEqual([expect.stringMatching(/^ *lo:/)]);
});

test("changesets become versions, in the manifests and in the phases", { timeout: MINUTES }, async () => {
  const before = versionOf("packages/proc-tree");
  await version("Versions");
  const after = versionOf("packages/proc-tree");
  expect(after).not.toBe(before);
  expect(readFileSync(join(clone, "packages/proc-tree/src/phase.ts"), "utf8")).toContain(`"${after}"`);
});

test("another clone of that commit packs the same bytes", { timeout: MINUTES }, async () => {
  const packed = await pack(clone, "packed");
  const another = await cloneRepository(clone, join(rehearsal.folder, "another"));
  const again = await pack(another, "packed-again");
  expect(again).toEqual(packed);
  expect([...packed.keys()].filter((name) => name.endsWith(".tgz"))).toHaveLength(9);
  await sh(join(rehearsal.folder, "packed"), "sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS");
});

test("the registry gets what was packed", { timeout: MINUTES }, async () => {
  const zod = join(clone, "packages/triage-core/node_modules/zod");
  await rehearsal.client(rehearsal.folder, "pnpm", "publish", "--no-git-checks", "--ignore-scripts", zod);
  await publish();
  const sums = readFileSync(join(rehearsal.folder, "packed/SHA256SUMS"), "utf8");
  const ours = [...rehearsal.registry.published].filter(([name]) => name.includes("livetriage"));
  expect(ours).toHaveLength(9);
  for (const [, sha256] of ours) expect(sums).toContain(sha256);
});

test("a stranger installs one phase, nothing runs at install, and it sees his processes", {
  timeout: MINUTES,
}, async () => {
  await rehearsal.client(stranger, "npm", "install", "@livetriage/proc-tree");
  const installed = await rehearsal.client(
    stranger,
    "npm",
    "query",
    ":attr(scripts, [postinstall]), :attr(scripts, [install]), :attr(scripts, [preinstall])",
  );
  expect(JSON.parse(installed)).toEqual([]);
  const program = shown(join(root, "packages/proc-tree/README.md"), "alone.mjs");
  writeFileSync(join(stranger, "alone.mjs"), program);
  expect(await sh(stranger, "node", "alone.mjs")).toMatch(
    new RegExp(`^(complete|partial) \\d+ processes, .*\\b${process.pid}\\b`),
  );
});

test("a third party builds a phase on the published core, and the published command runs it", {
  timeout: MINUTES,
}, async () => {
  const modules = copyTemplate(rehearsal.folder);
  const guide = join(root, "docs/adding-a-phase.md");
  writeFileSync(join(modules, "tsconfig.json"), shown(guide, "tsconfig.json"));
  await rehearsal.client(modules, "npm", "install", "@livetriage/triage-core", "zod");
  await sh(modules, "tsc", "-p", "tsconfig.json");
  await rehearsal.client(stranger, "npm", "install", "livetriage");
  const image = join(rehearsal.folder, "image");
  mkdirSync(join(image, "proc"), { recursive: true });
  writeFileSync(join(image, "proc/modules"), "ext4 983040 1 - Live 0xffffffffc0a5e000\n");
  const module = ["--phase-module", modules, "--phase", "kernel-modules", "--root", image];
  const output = ["--format", "json", "--output", join(stranger, "modules.json")];
  await rehearsal.client(stranger, "npx", "livetriage", "collect", ...module, ...output);
  const document = JSON.parse(readFileSync(join(stranger, "modules.json"), "utf8")) as {
    phases: Record<string, unknown>;
  };
  expect(document.phases).toEqual({
    "kernel-modules": expect.objectContaining({
      status: "complete",
      items: [expect.objectContaining({ name: "ext4" })],
    }),
  });
});

test("a minor of one phase is released alone, and the command brings it", { timeout: MINUTES }, async () => {
  const before = new Set(rehearsal.registry.published.keys());
  const phase = join(clone, "packages/recent-files/src/phase.ts");
  edit(phase, 'doc: "', 'doc: "Rehearsed. ');
  const bumps = { "@livetriage/recent-files": "minor", livetriage: "patch", "livetriage-sensor": "patch" };
  writeChangeset(clone, bumps, "Rehearsed.");
  await version("recent-files alone");
  await pack(clone, "packed-minor");
  await publish();
  const released = versionOf("packages/recent-files");
  expect([...rehearsal.registry.published.keys()].filter((name) => !before.has(name)).toSorted()).toEqual([
    `@livetriage/recent-files@${released}`,
    `livetriage-sensor@${versionOf("apps/sensor")}`,
    `livetriage@${versionOf("apps/cli")}`,
  ]);
  await rehearsal.client(stranger, "npm", "install", "livetriage@latest");
  expect(await rehearsal.client(stranger, "npx", "livetriage", "--version")).toContain(`recent-files ${released}`);
});

test("a schema that breaks its readers is refused until a new number and a major say so", {
  timeout: MINUTES,
}, async () => {
  const check = () => sh(clone, "sh", "-c", `node ${SOURCE} tools/schema.ts --check 2>&1; true`);
  expect(await check()).toBe("");
  const folder = join(clone, "packages/recent-files/src");
  edit(join(folder, "item.ts"), "\n  path:", "\n  pathname:");
  const schema = "packages/recent-files/schema/item.schema.json";
  expect(await check()).toContain(`${schema}: path: removed; a new schema number is needed`);
  edit(join(folder, "phase.ts"), "schemaVersion: 1", "schemaVersion: 2");
  writeChangeset(clone, { "@livetriage/recent-files": "patch" }, "Rehearsed.");
  expect(await check()).toContain("a changeset must announce a major of its package");
  writeChangeset(clone, { "@livetriage/recent-files": "minor" }, "Rehearsed; a major below 1.0.0.");
  expect(await check()).not.toContain(`${schema} has the new number`);
});
