import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { memHost } from "../host/mem/mem-host.ts";
import { createTables } from "./tables.ts";

const stat = (pid: number) => `${pid} (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 77 0 0\n`;
const image = (pid: number, key: string, size: number) => ({
  dir: `/proc/${pid}`,
  key,
  start_ticks: "77",
  size: BigInt(size),
});
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function hostOf(programs: Readonly<Record<number, string>>) {
  const hashed: string[] = [];
  const host = memHost(
    Object.fromEntries(
      Object.entries(programs).flatMap(([pid, content]) => [
        [`/proc/${pid}/stat`, stat(Number(pid))],
        [`/proc/${pid}/exe`, { link: "/gone (deleted)", content }],
      ]),
    ),
  );
  const readSet: typeof host.readSet = (dir, ...rest) => {
    hashed.push(dir);
    return host.readSet(dir, ...rest);
  };
  return { host: { ...host, readSet }, hashed };
}

test("each image is read once, through its process", async () => {
  const { host, hashed } = hostOf({ 1: "aa", 2: "aa", 3: "b" });
  const { images } = createTables(host);
  const wanted = [image(1, "8:1:5", 2), image(2, "8:1:5", 2), image(3, "8:1:6", 1)];
  const [first, second] = [await images(wanted), await images(wanted)];
  expect(second).toEqual(first);
  expect(first.get("8:1:5")).toEqual({ sha256: sha256("aa"), error: null });
  expect(first.get("8:1:6")).toEqual({ sha256: sha256("b"), error: null });
  expect(hashed).toEqual(["/proc/3", "/proc/1"]);
});

test("what the budget does not reach is told, small images first", async () => {
  const { host } = hostOf({ 1: "aaaa", 2: "b", 3: "cc" });
  const { images } = createTables(host, { maxImageBytes: 4n });
  const hashes = await images([image(1, "a", 4), image(2, "b", 1), image(3, "c", 2)]);
  expect([...hashes.values()].map((hash) => hash.sha256 !== null)).toEqual([false, true, true]);
  expect(hashes.get("a")).toEqual({ sha256: null, error: null });
});

test("a process that is gone leaves an error", async () => {
  const { host } = hostOf({ 1: "a" });
  const hashes = await createTables(host).images([{ ...image(1, "a", 1), start_ticks: "78" }, image(9, "z", 1)]);
  expect(hashes.get("a")?.error?.errno).toBe("VANISHED");
  expect(hashes.get("z")?.error?.errno).toBe("ENOENT");
});
