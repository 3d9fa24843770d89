import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FindEvent, FindSpec } from "../contract/host-reader.ts";
import { memHost } from "../testing/index.ts";
import { runFind } from "./find.ts";
import { distrustOfFind, FIND } from "./find-trust.ts";
import { glanceOf } from "./glance.ts";
import { createLiveHost } from "./live-host.ts";

let top: string;
const signal = new AbortController().signal;

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), "livetriage-find-"));
  mkdirSync(join(top, "a/b/c"), { recursive: true });
  mkdirSync(join(top, "skipped"));
  for (const name of ["a/new", "a/b/c/deep", "skipped/hidden", "a/odd\n\x1bname"]) writeFileSync(join(top, name), "x");
  symlinkSync("new", join(top, "a/link"));
  writeFileSync(Buffer.concat([Buffer.from(`${top}/a/`), Buffer.from([0xff])]), "");
  utimesSync(join(top, "a/new"), -2, -2.5);
});

afterAll(() => rmSync(top, { recursive: true, force: true }));

async function collect(spec: FindSpec): Promise<FindEvent[]> {
  const events = [];
  for await (const event of runFind(spec)) events.push(event);
  return events;
}

describe.skipIf(!existsSync(FIND))("the host's find", () => {
  it("reports the same entries as a walk through the reader", async () => {
    const host = createLiveHost();
    const spec = { starts: [top], maxDepth: 3, changedSinceNs: 0n, prune: [join(top, "skipped")], signal };
    const found = (await collect(spec)).flatMap((event) => (event.kind === "entries" ? event.entries : []));
    expect(found.map(({ path }) => path.slice(top.length)).sort()).toEqual(
      ["/a", "/a/b", "/a/b/c", "/a/link", "/a/new", "/a/odd\n\x1bname", "/a/\uDCFF"].sort(),
    );
    for (const { path, stat } of found) {
      const direct = await host.lstat(path);
      expect(stat).toEqual(direct.ok && glanceOf(direct.value));
    }
    host.close();
  });

  it("complains about what is not there, and ends with its exit code", async () => {
    const events = await collect({ starts: [`${top}/nope`], maxDepth: 1, changedSinceNs: 0n, prune: [], signal });
    expect(events).toEqual([
      { kind: "error", error: { op: "find", path: `${top}/nope`, errno: "ENOENT" } },
      { kind: "end", program: FIND, exitCode: 1 },
    ]);
  });

  it("ends when the signal fires", async () => {
    const events = await collect({
      starts: ["/"],
      maxDepth: 99,
      changedSinceNs: 0n,
      prune: [],
      signal: AbortSignal.timeout(20),
    });
    expect(events.at(-1)).toEqual({ kind: "end", program: FIND, exitCode: null });
  });

  it("is offered by a host that was asked for it, to the phases made afterwards", async () => {
    const host = createLiveHost({ find: true });
    const reason = await host.findDistrust;
    expect(host.forPhase(signal).find === undefined).toBe(reason !== null);
    expect(host.find).toBeUndefined();
    host.close();
  });
});

describe("trust in find", () => {
  const tree = { "/usr/bin/find": { content: "find", mode: 0o755 }, "/usr/bin/x": "" };

  it("needs root's own program and nothing that is loaded into it", async () => {
    expect(await distrustOfFind(memHost(tree), {})).toBeNull();
    expect(await distrustOfFind(memHost(tree), { LD_PRELOAD: "/x.so" })).toBe("LD_PRELOAD is set in our environment");
    expect(await distrustOfFind(memHost({ ...tree, "/etc/ld.so.preload": "" }), {})).toBe(
      "/etc/ld.so.preload is there",
    );
    expect(await distrustOfFind(memHost({}), {})).toMatch(/ENOENT/);
    const writable = { "/usr/bin/find": { content: "find", mode: 0o775 } };
    expect(await distrustOfFind(memHost(writable), {})).toBe("/usr/bin/find is not root's alone");
    const owned = { "/usr/bin/find": { content: "find", mode: 0o755, uid: 5 } };
    expect(await distrustOfFind(memHost(owned), {})).toBe("/usr/bin/find is not root's alone");
    expect(await distrustOfFind(memHost({ "/usr/bin/find": { link: "busybox" } }), {})).toBe(
      "/usr/bin/find is a symlink",
    );
  });

  it("compares it with its package where there is dpkg", async () => {
    const dpkg = { ...tree, "/var/lib/dpkg/status": "" };
    const sums = "/var/lib/dpkg/info/findutils.md5sums";
    expect(await distrustOfFind(memHost(dpkg), {})).toMatch(/cannot be compared/);
    expect(await distrustOfFind(memHost({ ...dpkg, [sums]: "0  usr/bin/find\n" }), {})).toMatch(/not what its package/);
    const digest = createHash("md5").update("find").digest("hex");
    expect(await distrustOfFind(memHost({ ...dpkg, [sums]: `${digest}  usr/bin/find\n` }), {})).toBeNull();
  });
});
