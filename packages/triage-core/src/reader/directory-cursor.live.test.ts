import { mkdirSync, mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostReader, Listing } from "../contract/host-reader.ts";
import { createLiveHost } from "../host/live-host.ts";
import { decodeLossless, type LosslessString } from "../text/lossless.ts";

const top = mkdtempSync(join(tmpdir(), "livetriage-parts-"));
const host = createLiveHost();
const NAMES = 300;

function make(name: string): string {
  const path = join(top, name);
  mkdirSync(path);
  for (let i = 0; i < NAMES; i++) writeFileSync(Buffer.from(`${path}/\xff${i}`, "latin1"), "");
  return path;
}

beforeAll(() => void ["a", "b"].map(make));

afterAll(() => {
  host.close();
  rmSync(top, { recursive: true });
});

async function part(from: HostReader, path: string, after?: LosslessString): Promise<Listing> {
  const listing = await from.list(path, { maxEntries: 7, stat: true, ...(after === undefined ? {} : { after }) });
  if (!listing.ok) throw new Error(listing.error.errno);
  return listing.value;
}

const namesOf = ({ entries }: Listing) => entries.map(({ name }) => name);

describe("a directory that is read in parts", () => {
  it("shows every name once, while others are read in between", async () => {
    const paths = ["a", "b"].map((name) => join(top, name));
    const found = new Map<string, string[]>(paths.map((path) => [path, []]));
    let open: (readonly [string, LosslessString | undefined])[] = paths.map((path) => [path, undefined]);
    while (open.length > 0) {
      const parts = await Promise.all(open.map(([path, after]) => part(host, path, after)));
      for (const [i, one] of parts.entries()) found.get(open[i]?.[0] ?? "")?.push(...namesOf(one));
      open = open.flatMap(([path], i) => (parts[i]?.more ? [[path, parts[i]?.last] as const] : []));
    }
    for (const path of paths) {
      const names = readdirSync(path, { encoding: "buffer" }).map((name) => decodeLossless(name));
      expect(found.get(path)?.toSorted()).toEqual(names.toSorted());
    }
  });

  it("goes on for a reader that has not read the beginning", async () => {
    const path = join(top, "a");
    const { last } = await part(host, path);
    const other = createLiveHost();
    expect(namesOf(await part(other, path, last))).toEqual(namesOf(await part(host, path, last)));
    other.close();
  });

  it("goes on behind a name that is gone where the directory was held, else says that the name is gone", async () => {
    const path = make("churn");
    const { last = "" } = await part(host, path);
    unlinkSync(Buffer.concat([Buffer.from(`${path}/`), Buffer.from(`\xff${last.slice(1)}`, "latin1")]));
    expect((await part(host, path, last)).seen).toBe(7);
    await expect(part(host, path, last)).rejects.toThrow("VANISHED");
  });
});
