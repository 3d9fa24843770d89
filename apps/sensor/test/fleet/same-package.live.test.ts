import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "@livetriage/proto-types";
import { NO_COST, runCollection, type TriagePackage } from "@livetriage/triage-core";
import { parseRecording, replayHost } from "@livetriage/triage-core/host";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aboutOf } from "../../src/collecting/collect.ts";
import { FrameStream } from "../../src/collecting/frame-stream.ts";
import { planCommand } from "../../src/collecting/plan.ts";
import { registry } from "../../src/collecting/registry.ts";
import { PROGRAM } from "../kit/sensor-process.ts";
import { fakeCollectingSide } from "./fake-collecting-side.ts";
import { LIVETRIAGE, Programs } from "./programs.ts";

const HOST = join(import.meta.dirname, "../../../../fixtures/hosts/debian12-6.18.44-x86_64-root");
const { head, asks } = parseRecording(readFileSync(join(HOST, "recording.jsonl"), "utf8"));

const programs = new Programs();
let daemon: ChildProcess;
let sensorId = "";
let closeSide: () => Promise<void>;

beforeAll(async () => {
  await programs.begin();
  const [enrolled] = await programs.enroll(1);
  if (enrolled === undefined) throw new Error("no host enrolled");
  const { socket, config } = enrolled.host;
  sensorId = enrolled.sensorId;
  mkdirSync(dirname(socket), { recursive: true });
  closeSide = await fakeCollectingSide(socket, ({ command }) => framesOf(command));
  chmodSync(socket, 0o666);
  const nobody = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  daemon = spawn(PROGRAM, ["daemon", "--config", config], { stdio: "ignore", ...nobody });
}, 120_000);

afterAll(async () => {
  daemon.kill("SIGKILL");
  await closeSide();
  await programs.close();
});

/** What the collecting side makes of a command, on a host that stands still. */
async function framesOf(command: Command): Promise<Buffer> {
  const plan = planCommand(registry, command.collect, {});
  if (!plan.ok) throw new Error(plan.problem);
  const host = replayHost({ asks });
  const frames = runCollection({
    openLane: () => ({ forPhase: () => host, stats: () => NO_COST, close: () => undefined }),
    phases: plan.phases,
    budgetMs: 600_000,
    signal: new AbortController().signal,
    clock: { wallNs: () => BigInt(head.wall_ns), monotonicNs: () => BigInt(head.monotonic_ns) },
    root: "/",
    packageId: "of the sensor",
    commandId: Buffer.from(command.commandId).toString("hex"),
    collector: { name: "livetriage-sensor", version: "0" },
    about: aboutOf(registry, command, null),
    pid: head.pid,
    effectiveUid: head.effective_uid,
    redactionKey: Buffer.from("replay"),
    ownUsage: () => ({ cpu_ms: 0, peak_rss_bytes: 0 }),
  });
  const parts: Buffer[] = [];
  for await (const part of new FrameStream().parts(frames)) if (part !== "flush") parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** What the command makes of the same host. */
function replayed(request: object): TriagePackage {
  const folder = mkdtempSync(join(programs.dir, "host-"));
  copyFileSync(join(HOST, "recording.jsonl"), join(folder, "recording.jsonl"));
  writeFileSync(join(folder, "meta.json"), JSON.stringify({ root: "/", request }));
  const args = ["replay", folder, "--format", "json", "--quiet"];
  return JSON.parse(
    execFileSync(LIVETRIAGE, args, { encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "ignore"] }),
  ) as TriagePackage;
}

/** All that the two must differ in: who asked, for what, and which program answered. */
function content({ package_id: _, command_id: _c, collector: _p, collection, ...rest }: TriagePackage) {
  const { case_id: _case, operator: _o, reason: _r, note: _n, argv: _a, tool: _t, ...alike } = collection;
  return { ...rest, collection: alike };
}

/** What is asked, on an operator's command line and in a recording's `meta.json`. */
test.each([
  ["all phases as they are", [], {}],
  [
    "two phases and a lower cap",
    ["--phase", "proc-tree", "--phase", "persistence", "--cap", "proc-tree.entries=5"],
    { phases: ["proc-tree", "persistence"], caps: { "proc-tree": { entries: 5 } } },
  ],
])("the fetched package is the one that the host itself would give: %s", async (_, asked, request) => {
  const run = await programs.collect([sensorId], ...asked);
  expect((await programs.states(run)).at(-1)).toBe("done");
  const [path = ""] = await programs.fetch(run);
  const fetched = JSON.parse(readFileSync(path, "utf8")) as TriagePackage;
  const local = replayed(request);
  expect(content(fetched)).toEqual(content(local));
  expect(Object.values(local.phases).some(({ items }) => items.length > 0)).toBe(true);
});
