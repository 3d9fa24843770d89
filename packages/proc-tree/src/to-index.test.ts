import { encodedSize } from "@livetriage/triage-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ProcessNode } from "./item.ts";
import { MAX_INDEX_BYTES, toIndex } from "./to-index.ts";

const row: ProcessNode = {
  pid: 4194304,
  ppid: 4194303,
  start_ticks: "18446744073709551615",
  comm: "sh",
  state: "S",
  uid: 0xffffffff,
  kernel_thread: false,
  exe: "/usr/bin/dash",
  exe_dev: "8:1",
  argv: ["sh"],
  signals: ["exe_deleted"],
  context: ["title_rewritten"],
  detail: "standard",
};

test("keeps who it is, what it runs and its signals", () => {
  const { context: _context, exe_dev: _dev, argv: _argv, ...kept } = row;
  expect(toIndex(row)).toEqual({ ...kept, context: [], detail: "index" });
});

test("a long path is cut and the cut is counted", () => {
  const { exe, exe_dropped_bytes } = toIndex({ ...row, exe: `/${"x".repeat(4000)}` });
  expect(Buffer.byteLength(exe ?? "") + (exe_dropped_bytes ?? 0)).toBe(4001);
});

test("never passes its bytes", () => {
  const hostile = fc.string({ unit: fc.constantFrom("\u0001", "\u2028", "é", "a", "😀"), maxLength: 63 });
  const signals = fc.array(fc.constantFrom("kernel_thread_masquerade", "hidden_from_readdir"), { maxLength: 30 });
  fc.assert(
    fc.property(hostile, hostile, signals, fc.boolean(), (comm, exe, signals, collector) => {
      const index = toIndex({ ...row, comm, exe, signals, collector });
      expect(encodedSize(index)).toBeLessThanOrEqual(MAX_INDEX_BYTES);
      expect(index.signals.length + (index.signals_dropped ?? 0)).toBe(signals.length);
      expect(index.exe?.isWellFormed()).toBe(true);
    }),
  );
});
