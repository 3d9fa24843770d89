import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import type { FetchPackageResponseSchema } from "@livetriage/proto-types";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testSession } from "../../testing/test-session.ts";
import { download } from "./download.ts";

type Part = MessageInitShape<typeof FetchPackageResponseSchema>;

const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
const id = (byte: number) => new Uint8Array(16).fill(byte);
const head = (packageId = id(7), sealedBytes = bytes.length): Part => ({
  part: { case: "head", value: { packageId, sealedBytes: BigInt(sealedBytes) } },
});
const sealed = (value: Uint8Array): Part => ({ part: { case: "sealed", value } });
const PART = `.livetriage-${"07".repeat(16)}.part`;
const wanted = { commandId: id(1), sensorId: "s1" };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "livetriage-fetch-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Fetches from a Collector that answers call by call; gives what arrived and where each call began. */
async function fetchFrom(answer: (call: number, offset: number) => Iterable<Part>) {
  const offsets: number[] = [];
  const { operator } = await testSession({
    async *fetchPackage({ offset }) {
      offsets.push(Number(offset));
      yield* answer(offsets.length, Number(offset));
    },
  });
  const got = await download(operator, wanted, directory, new AbortController().signal);
  const parts: Uint8Array[] = [];
  for await (const part of got.sealed.read()) parts.push(part);
  await got.sealed.remove();
  return { content: Buffer.concat(parts), offsets };
}

function* from(offset: number, end = bytes.length): Generator<Part> {
  yield head();
  for (let at = offset; at < end; at += 100) yield sealed(bytes.subarray(at, Math.min(end, at + 100)));
}

describe("a package", () => {
  test("comes in one call", async () => {
    expect(await fetchFrom((_, offset) => from(offset))).toEqual({ content: bytes, offsets: [0] });
    expect(readdirSync(directory)).toEqual([]);
  });

  test("is gone on with where the connection broke", async () => {
    const { content, offsets } = await fetchFrom(function* (call, offset) {
      yield* from(offset, call * 300);
      if (call < 4) throw new ConnectError("reset", Code.Unavailable);
    });
    expect(content).toEqual(bytes);
    expect(offsets).toEqual([0, 300, 600, 900]);
  });

  test("is gone on with where an earlier run stopped", async () => {
    writeFileSync(join(directory, PART), bytes.subarray(0, 450), { mode: 0o600 });
    expect(await fetchFrom((_, offset) => from(offset))).toEqual({ content: bytes, offsets: [0, 450] });
  });

  test("is begun anew when more is there than there can be", async () => {
    writeFileSync(join(directory, PART), Buffer.alloc(2000), { mode: 0o600 });
    expect(await fetchFrom((_, offset) => from(offset))).toEqual({ content: bytes, offsets: [0] });
  });
});

describe("a Collector that does not do as it should", () => {
  const answers = "the Collector's answer is no package:";
  test.each<[string, () => Iterable<Part>, string]>([
    ["no head", () => [sealed(bytes)], `${answers} a package does not begin with its head`],
    ["nothing", () => [], `${answers} a package does not begin with its head`],
    ["two heads", () => [head(), head()], `${answers} a package has two heads`],
    ["an id that is none", () => [head(id(7).subarray(1))], `${answers} a package has no id`],
    ["more than announced", () => [head(), sealed(bytes), sealed(bytes)], `${answers} more than the 1000 bytes came`],
    ["less than announced", () => [head(), sealed(bytes.subarray(1))], `${answers} 999 of 1000 bytes came`],
    ["far too much announced", () => [head(id(7), 2 ** 40)], `${answers} 1099511627776 bytes are announced`],
  ])("%s", async (_, answer, sentence) => {
    await expect(fetchFrom(answer)).rejects.toMatchObject({ code: 65, message: expect.stringContaining(sentence) });
  });

  test("another package after a broken connection", async () => {
    const swapped = fetchFrom(function* (call) {
      yield head(id(6 + call));
      yield sealed(bytes.subarray(0, 10));
      throw new ConnectError("reset", Code.Unavailable);
    });
    await expect(swapped).rejects.toMatchObject({ code: 65, message: expect.stringContaining("another attempt") });
    expect(existsSync(join(directory, PART))).toBe(true);
  });
});
