import { collectEvents, type MemEntries, type MemEntry, memHost, testContext } from "@livetriage/triage-core/testing";
import { decodeLossless } from "@livetriage/triage-core/text";
import fc from "fast-check";
import { expect, test } from "vitest";
import { procEntries, statLine } from "../test/proc-entries.ts";
import { processNodeSchema } from "./item.ts";
import { procTree } from "./phase.ts";

const bytes = fc.uint8Array({ maxLength: 200 });
const near = fc.constantFrom(
  "\0",
  "Uid:\t1\t2\n",
  "0::/docker/x\n",
  "1-2 rwxp 0 0:0 0 /x (deleted)\n",
  "LD_PRELOAD=",
  "\\",
  "\n",
);
const content = fc.oneof(
  bytes,
  fc.array(near).map((parts) => Buffer.from(parts.join(""))),
);
const text = bytes.map((some) => decodeLossless(some.filter((byte) => byte !== 0 && byte !== 0x2f)));
const file: fc.Arbitrary<MemEntry> = fc.oneof(
  { weight: 5, arbitrary: content },
  { weight: 1, arbitrary: fc.constantFrom({ errno: "EACCES" }, { errno: "ESRCH" }, { hang: true }, { errno: "EIO" }) },
);
const link: fc.Arbitrary<MemEntry> = text.map((name) => ({ link: `/${name}`, content: "ELF", nlink: name.length % 2 }));

const hostile = fc.record({
  stat: fc.oneof(
    file,
    text.map((comm) => statLine({ pid: 9, comm, threads: 2 })),
  ),
  status: file,
  cmdline: file,
  cgroup: file,
  environ: file,
  maps: file,
  limits: file,
  loginuid: file,
  "attr/current": file,
  wchan: file,
  "net/tcp": file,
  "net/packet": file,
  "task/9/comm": file,
  exe: link,
  cwd: link,
  root: link,
  "fd/0": link,
});

test("whatever the files of a process hold, the phase ends with items that fit their schema and their bytes", async () => {
  await fc.assert(
    fc.asyncProperty(hostile, fc.integer({ min: 1, max: 20_000 }), async (files, limit) => {
      const entries: MemEntries = procEntries([
        { pid: 1, ppid: 0 },
        { pid: 9, files },
      ]);
      const caps = { bytes: limit };
      const context = testContext(procTree, { host: memHost(entries), caps, params: { detail: "full" } });
      const { items, errors } = await collectEvents(procTree, context);
      const parsed = items.map((item) => processNodeSchema.strict().safeParse(item).error);
      expect(parsed.filter((error) => error !== undefined)).toEqual([]);
      expect(JSON.stringify(items).isWellFormed()).toBe(true);
      expect(Buffer.byteLength(items.map((item) => `${JSON.stringify(item)},`).join(""))).toBeLessThanOrEqual(limit);
      expect(errors.every(({ scope }) => scope !== "phase")).toBe(true);
    }),
    { numRuns: 150 },
  );
}, 60_000);
