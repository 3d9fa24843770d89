import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Addresses } from "./addresses.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "livetriage-addresses-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const NAME = "collector.example";
const knowing = (...addresses: string[]) => new Addresses(dir, async () => addresses);
const unanswered = () => new Addresses(dir, () => new Promise(() => undefined), 10);

describe("addresses of a name", () => {
  test("that led there come back after a restart, behind what the resolver says now", async () => {
    const before = knowing("192.0.2.1", "2001:db8::1");
    expect(await before.find(NAME)).toEqual(["192.0.2.1", "2001:db8::1"]);
    await before.keep(NAME, "2001:db8::1");
    expect(await knowing().find(NAME)).toEqual(["2001:db8::1", "192.0.2.1"]);
    expect(await knowing("192.0.2.9").find(NAME)).toEqual(["192.0.2.9", "2001:db8::1", "192.0.2.1"]);
    expect(await unanswered().find(NAME)).toEqual(["2001:db8::1", "192.0.2.1"]);
  });

  test("that led nowhere do not push out those that did", async () => {
    const before = knowing("192.0.2.1");
    await before.find(NAME);
    await before.keep(NAME, "192.0.2.1");
    const lied = knowing("198.51.100.1");
    await lied.find(NAME);
    await lied.keep(NAME, "192.0.2.1");
    await lied.keep(NAME, null);
    expect(await knowing().find(NAME)).toEqual(["192.0.2.1"]);
  });

  test("are written when they change, and not for an address that is its own name", async () => {
    const addresses = knowing("192.0.2.1");
    await addresses.keep("192.0.2.1", "192.0.2.1");
    await addresses.find(NAME);
    await addresses.keep(NAME, "192.0.2.1");
    const file = join(dir, "addresses.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ [NAME]: ["192.0.2.1"] });
    writeFileSync(file, "{}");
    await addresses.keep(NAME, "192.0.2.1");
    expect(readFileSync(file, "utf8")).toBe("{}");
  });

  test("a file that is none of ours is as good as none", async () => {
    writeFileSync(join(dir, "addresses.json"), "[");
    expect(await knowing("192.0.2.1").find(NAME)).toEqual(["192.0.2.1"]);
  });
});

describe("as net.connect asks", () => {
  const ask = (addresses: Addresses, options: object) =>
    new Promise((resolve) => addresses.lookup(NAME, options, (...answer) => resolve(answer)));

  test("all, one, one of a family, none", async () => {
    const both = knowing("192.0.2.1", "2001:db8::1");
    const [four, six] = [
      { address: "192.0.2.1", family: 4 },
      { address: "2001:db8::1", family: 6 },
    ];
    expect(await ask(both, { all: true })).toEqual([null, [four, six]]);
    expect(await ask(both, {})).toEqual([null, four.address, four.family]);
    expect(await ask(both, { family: 6 })).toEqual([null, six.address, six.family]);
    expect(await ask(knowing(), { all: true })).toEqual([expect.objectContaining({ code: "ENOTFOUND" }), ""]);
  });
});

test("the system's resolver is asked when nobody else is given", async () => {
  expect(await new Addresses(dir).find("localhost")).toContain("127.0.0.1");
});
