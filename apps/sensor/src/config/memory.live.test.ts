import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Memory } from "./memory.ts";

const entry = { expires_ms: 1_000_000, state: "accepted", attempt: 1, boot: "b", retry: false } as const;

let dir: string;
let told: (string | null)[];

const remember = () => new Memory(dir, (problem) => told.push(problem));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "livetriage-memory-"));
  told = [];
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("what a sensor remembers", () => {
  test("comes back after a restart, in a file of its own", async () => {
    const memory = remember();
    await memory.writeNew("aa", entry, { keyId: "k", value: 7n }, 0);
    await memory.writeSessionNonce(Uint8Array.of(1, 255));
    const again = remember();
    expect(again.get("aa")).toEqual(entry);
    expect(again.known()).toEqual(new Map([["aa", "accepted"]]));
    expect(again.counters()).toEqual(new Map([["k", 7n]]));
    expect([...again.sessionNonce]).toEqual([1, 255]);
    expect(statSync(join(dir, "commands.json")).mode & 0o777).toBe(0o600);
  });

  test("a counter never falls, and outlives its command", async () => {
    const memory = remember();
    await memory.writeNew("aa", entry, { keyId: "k", value: 7n }, 0);
    await memory.writeNew("bb", entry, { keyId: "k", value: 3n }, 0);
    await memory.write("cc", { ...entry, expires_ms: 9_000_000 }, 2_000_000);
    expect([...memory.known().keys()]).toEqual(["cc"]);
    expect(memory.counters().get("k")).toBe(7n);
  });

  test("writes that come together all last", async () => {
    const memory = remember();
    await Promise.all(["aa", "bb", "cc"].map((id) => memory.write(id, entry, 0)));
    expect([...remember().known().keys()].toSorted()).toEqual(["aa", "bb", "cc"]);
  });

  test("what a newer version remembers besides is kept for it", async () => {
    const newer = { commands: { aa: { ...entry, mood: "calm" } }, moon_phase: "full" };
    writeFileSync(join(dir, "commands.json"), JSON.stringify(newer));
    await remember().write("bb", entry, 0);
    const text = readFileSync(join(dir, "commands.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({ ...newer, commands: { aa: { mood: "calm" }, bb: entry } });
  });

  test("a file that is none of ours stops the sensor rather than be forgotten", () => {
    writeFileSync(join(dir, "commands.json"), '{"commands":');
    expect(() => remember()).toThrow();
  });

  test("what cannot be written is remembered, told once, and written with the next change", async () => {
    const memory = remember();
    mkdirSync(join(dir, "commands.json.new")); // nothing can be written there
    await memory.write("aa", entry, 0);
    await memory.write("bb", entry, 0);
    expect([...memory.known().keys()]).toEqual(["aa", "bb"]);
    expect(remember().known().size).toBe(0);
    rmdirSync(join(dir, "commands.json.new"));
    await memory.write("cc", entry, 0);
    expect([...remember().known().keys()]).toEqual(["aa", "bb", "cc"]);
    expect(told).toEqual([expect.stringContaining("EISDIR"), null]);
  });
});
