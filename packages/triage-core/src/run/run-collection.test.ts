import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { HostReader } from "../contract/host-reader.ts";
import { type AnyPhase, definePhase, type PhaseEvent } from "../contract/phase.ts";
import { memHost } from "../host/mem/mem-host.ts";
import { packageSchema, type TriagePackage } from "../schema/envelope.ts";
import type { Frame } from "../schema/frame.ts";
import { signalFields } from "../schema/signals.ts";
import { testClock } from "../testing/test-clock.ts";
import { encodeFrame } from "./encode.ts";
import { fold } from "./fold.ts";
import { hostWithSignal } from "./host-with-signal.ts";
import type { Lane, LaneHost } from "./lane.ts";
import { planCollection } from "./plan.ts";
import { type CollectionOptions, runCollection } from "./run-collection.ts";

const item = z.object({ text: z.string(), ...signalFields });

/** A phase that reads one file and tells its text. */
function filePhase(name: string, path: string): AnyPhase {
  return definePhase({
    contract: 1,
    name,
    version: "1.0.0",
    schemaVersion: 1,
    doc: "Reads one file.",
    itemName: "FileText",
    item,
    params: z.object({}),
    caps: { entries: { default: 1, unit: "items", doc: "" }, bytes: { default: 10_000, unit: "bytes", doc: "" } },
    reads: [path],
    async *run({ host }): AsyncGenerator<PhaseEvent<z.infer<typeof item>>> {
      const file = await host.readFile(path, { maxBytes: 100 });
      if (file.ok) {
        yield { kind: "item", item: { text: Buffer.from(file.value.bytes).toString(), signals: [], context: [] } };
      } else {
        const kind = file.error.errno === "SKIPPED" ? "deadline_exceeded" : "vanished";
        yield { kind: "error", error: { kind, scope: "phase", source: path, errno: file.error.errno } };
      }
    },
  });
}

const REGISTRY = [filePhase("kernel", "/proc/version"), filePhase("disk", "/etc/hostname")];

const HOST = memHost({
  "/proc/version": "Linux version 6.1.0\n",
  "/etc/hostname": "web-1\n",
  "/proc/sys/kernel/hostname": "web-1\n",
  "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\n",
  "/proc/uptime": "100.50 90.00\n",
});

function lane(host: HostReader = HOST, small = false): LaneHost {
  const stats = {
    asks: 1,
    bytes_read: 2,
    files_opened: 3,
    readers_started: 1,
    readers_abandoned: 0,
    atime_touched: 2,
    directories_listed: 3,
    small_host: small,
  };
  return {
    forPhase: (signal) => hostWithSignal(host, signal),
    stats: () => ({ ...stats, programs_started: ["/usr/bin/find"], cpu_ms: 1, peak_rss_bytes: 4 }),
    close() {},
  };
}

const ABOUT: CollectionOptions["about"] = {
  case_id: "IR-1",
  operator: null,
  reason: null,
  note: null,
  sudo_user: null,
  argv: ["test"],
  tool: { name: "test", version: "0.0.0", build: null, sha256: null, runtime: "v24" },
  redaction: "on",
};

async function collect(
  changes: Partial<CollectionOptions> = {},
): Promise<{ frames: Frame[]; document: TriagePackage; lanes: Lane[] }> {
  const plan = planCollection(REGISTRY, {});
  if (!plan.ok) throw new Error(plan.problem);
  const lanes: Lane[] = [];
  const frames: Frame[] = [];
  const stream = runCollection({
    openLane: (name) => {
      lanes.push(name);
      return lane();
    },
    phases: plan.phases,
    budgetMs: 5000,
    signal: new AbortController().signal,
    clock: testClock(),
    root: "/",
    packageId: "00000000-0000-4000-8000-000000000000",
    commandId: null,
    collector: { name: "test", version: "0.0.0" },
    about: ABOUT,
    pid: 4242,
    effectiveUid: 0,
    redactionKey: new Uint8Array(32),
    ownUsage: () => ({ cpu_ms: 10, peak_rss_bytes: 20 }),
    ...changes,
  });
  for await (const frame of stream) frames.push(frame);
  return { frames, document: fold(frames) as TriagePackage, lanes };
}

describe("runCollection", () => {
  test("one document of all phases, valid against its schema", async () => {
    const { document, lanes } = await collect();
    expect(packageSchema.safeParse(document).error).toBeUndefined();
    expect(lanes).toEqual(["kernel", "files"]);
    expect(document).toMatchObject({
      schema: "livetriage.package/v1",
      ended: "finished",
      host: { hostname: "web-1" },
      collection: { case_id: "IR-1", clocks_end: { boottime_ns: "100500000000" } },
      footprint: {
        cpu_ms: 12,
        peak_rss_bytes: 28,
        atime_touched: 4,
        directories_listed: 6,
        programs_started: ["/usr/bin/find"],
      },
      phases: {
        kernel: { status: "complete", items: [{ text: "Linux version 6.1.0\n" }] },
        disk: { status: "complete", items: [{ text: "web-1\n" }] },
      },
    });
  });

  test("the header waits for a program's digest that is still under way", async () => {
    const tool = { ...(await ABOUT.tool), sha256: "ab" };
    const { document } = await collect({ about: { ...ABOUT, tool: Promise.resolve(tool) } });
    expect(document.collection.tool).toEqual(tool);
  });

  test("the trailer carries the digest of every byte before it", async () => {
    const { frames } = await collect();
    const digest = createHash("sha256");
    for (const frame of frames.slice(0, -1)) digest.update(encodeFrame(frame));
    expect(frames.at(-1)).toMatchObject({ frame: "trailer", sha256: digest.digest("hex") });
  });

  test("a phase whose source is missing fails, the other delivers", async () => {
    const { document } = await collect({
      openLane: (name) => (name === "kernel" ? lane(memHost({})) : lane()),
    });
    expect(document.phases["kernel"]).toMatchObject({ status: "failed", error: { kind: "vanished" }, items: [] });
    expect(document.phases["disk"]).toMatchObject({ status: "complete" });
  });

  test("cancelled before it began: a valid document that says so", async () => {
    const controller = new AbortController();
    controller.abort("cancelled");
    const { document } = await collect({ signal: controller.signal });
    expect(packageSchema.safeParse(document).error).toBeUndefined();
    expect(document.ended).toBe("cancelled");
    expect(document.phases["disk"]).toMatchObject({ status: "failed", items: [] });
  });

  test("a host that never answers ends with the budget", async () => {
    const never = new Promise<never>(() => {});
    const deaf = new Proxy(HOST, { get: () => () => never });
    const { document } = await collect({
      budgetMs: 1,
      openLane: (name) => (name === "kernel" ? lane(deaf) : lane()),
    });
    expect(document.ended).toBe("deadline");
    expect(document.phases["kernel"]).toMatchObject({ status: "failed", error: { kind: "deadline_exceeded" } });
  });

  test("a small host gets a quarter of every cap, and the document says so", async () => {
    const { document } = await collect({ openLane: () => lane(HOST, true) });
    expect(document.vantage.notes.join()).toContain("a quarter of every cap");
    expect(document.phases["disk"]?.caps).toEqual({ entries: 1, bytes: 2500 });
  });
});
