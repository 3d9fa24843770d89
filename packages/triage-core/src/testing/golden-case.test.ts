import { expect, test } from "vitest";
import type { AnyPhase, PhaseContext } from "../contract/phase.ts";
import { readHead } from "../head/read-head.ts";
import { memHost } from "../host/mem/mem-host.ts";
import { type RecordedAsk, recordHost } from "../host/record.ts";
import { formatRecording } from "../host/recording.ts";
import { collectEvents } from "./collect-events.ts";
import { goldenCase } from "./golden-case.ts";
import { testClock } from "./test-clock.ts";
import { testContext } from "./test-context.ts";

/** Tells what it sees of the host and of the facts. */
const phase = {
  caps: {},
  params: { parse: (params: unknown) => params },
  async *run({ host, facts, tables, params }: PhaseContext) {
    const read = await host.readFile("/etc/x", { maxBytes: 9 });
    const { processes } = await tables.fds();
    const said = [facts.boot_id, facts.userName(0), facts.redact("s"), String(facts.started_at_ns)];
    yield {
      kind: "item",
      item: { params, said, read: read.ok && Buffer.from(read.value.bytes).toString(), processes },
    };
  },
} as unknown as AnyPhase;

test("a recorded host gives the events of the host itself", async () => {
  const asks: RecordedAsk[] = [];
  const host = recordHost(
    memHost({
      "/etc/x": "hello",
      "/etc/passwd": "root:x:0:0::/root:/bin/sh\n",
      "/proc/sys/kernel/random/boot_id": "b\n",
      "/proc/1/stat": `1 (init) S ${Array.from({ length: 49 }, (_, i) => i + 4).join(" ")}\n`,
      "/proc/1/fd/3": { link: "socket:[5]" },
    }),
    (asked) => asks.push(asked),
  );
  const clock = testClock();
  const options = { live: true, clock, pid: 7, effectiveUid: 0, redactionKey: Buffer.from("golden") };
  const { facts } = await readHead(host, options);
  const direct = await collectEvents(phase, testContext(phase, { host, facts, params: { a: "b" } }));
  const head = { recording: 1, live: true, pid: 7, effective_uid: 0, monotonic_ns: "0" } as const;
  const recording = formatRecording({ head: { ...head, wall_ns: String(clock.wallNs()) }, asks });
  expect(await goldenCase(phase, recording, { a: "b" })).toBe(`${JSON.stringify(direct.events[0])}\n`);
  expect(JSON.stringify(direct.events)).toContain('"root"');
});
