import fc from "fast-check";
import { expect, test } from "vitest";
import { parseUtmp } from "./utmp.ts";

interface Fields {
  readonly type: number;
  readonly pid?: number;
  readonly line?: string;
  readonly user?: string;
  readonly host?: string;
  readonly seconds?: number;
  readonly micros?: number;
  readonly address?: readonly number[];
}

function record(size: 384 | 400, fields: Fields): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeInt16LE(fields.type, 0);
  bytes.writeInt32LE(fields.pid ?? 0, 4);
  bytes.write(fields.line ?? "", 8, 32, "latin1");
  bytes.write(fields.user ?? "", 44, 32, "latin1");
  bytes.write(fields.host ?? "", 76, 256, "latin1");
  if (size === 384) {
    bytes.writeInt32LE(fields.seconds ?? 0, 340);
    bytes.writeInt32LE(fields.micros ?? 0, 344);
  } else {
    bytes.writeBigInt64LE(BigInt(fields.seconds ?? 0), 344);
    bytes.writeBigInt64LE(BigInt(fields.micros ?? 0), 352);
  }
  bytes.set(fields.address ?? [], size === 384 ? 348 : 360);
  return bytes;
}

const BOOT = { type: 2, line: "~", user: "reboot" };
const ALICE = { type: 7, pid: 812, line: "pts/0", user: "alice", host: "192.0.2.7", seconds: 1_795_435_200, micros: 5 };

test.each([384, 400] as const)("records of %i bytes", (size) => {
  const bytes = Buffer.concat([record(size, BOOT), record(size, ALICE), record(size, { type: 8, user: "gone" })]);
  expect(parseUtmp(bytes)).toEqual({
    sessions: [{ pid: 812, line: "pts/0", user: "alice", host: "192.0.2.7", time_ns: 1_795_435_200_000_005_000n }],
    malformed: 0,
  });
});

test("without a host name the recorded address is told", () => {
  const addresses = [[192, 0, 2, 9], [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], []];
  const bytes = Buffer.concat(addresses.map((address) => record(384, { type: 7, user: "a", address })));
  expect(parseUtmp(bytes).sessions.map(({ host }) => host)).toEqual(["192.0.2.9", "2001:db8::1", null]);
});

test("full fields have no end mark, invalid bytes are kept", () => {
  const bytes = record(384, { type: 7, user: "u".repeat(32), line: "\xff" });
  expect(parseUtmp(bytes).sessions).toMatchObject([{ user: "u".repeat(32), line: "\uDCFF" }]);
});

test.each([
  ["nothing", Buffer.alloc(0), 0],
  ["a record of unknown type", record(384, { type: 77 }), 384],
  ["a cut record", record(384, ALICE).subarray(0, 100), 100],
  ["a whole and a cut record", Buffer.concat([record(384, BOOT), Buffer.alloc(10)]), 10],
])("%s", (_name, bytes, malformed) => {
  expect(parseUtmp(bytes)).toEqual({ sessions: [], malformed });
});

test("any bytes give sessions or are counted", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const { sessions, malformed } = parseUtmp(bytes);
      expect(sessions.length * 384 + malformed).toBeLessThanOrEqual(bytes.length);
    }),
  );
});
