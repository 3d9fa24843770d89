import type { HostReader } from "@livetriage/triage-core";
import { type MemEntries, type MemNode, memHost, TEST_NOW_NS } from "@livetriage/triage-core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import { findChanged, splitPlan } from "./find-changed.ts";
import { createMountTable } from "./mount-table.ts";
import { planWalk, type WalkPlan } from "./plan-walk.ts";
import { type EngineEvent, type WalkLimits, walk } from "./walk.ts";

const LIMITS: WalkLimits = { levels: 64, directories: 1000, names: 10_000, namesPerDirectory: 1000 };
const SINCE = TEST_NOW_NS - 1000n;
const signal = new AbortController().signal;

type FindHost = HostReader & { find: NonNullable<HostReader["find"]> };

async function collect(engine: AsyncIterable<EngineEvent>) {
  const events: EngineEvent[] = [];
  for await (const event of engine) events.push(event);
  const seen = events.flatMap((event) => (event.kind === "seen" ? event.seen : []));
  const cuts = events.flatMap((event) => (event.kind === "truncation" ? [event.truncation] : []));
  return {
    paths: seen.map(({ path }) => path).toSorted(),
    cuts,
    errors: events.filter(({ kind }) => kind === "error"),
  };
}

async function both(entries: MemEntries, plan: WalkPlan, limits = LIMITS) {
  const host = memHost(entries, { find: true }) as FindHost;
  const walked = await collect(walk(host, plan, SINCE, limits));
  const found = await collect(findChanged(host, plan, SINCE, { limits, signal, inParts: true }));
  return { walked, found };
}

const name = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "c",
    "..x",
    "-rf",
    "new\nline",
    "\u001b[31m",
    "\u202etxt",
    "\udcff\udcfe",
    "$(id)",
    "=cmd",
    "\\",
    "*",
    "?",
  ),
  fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((s) => s.isWellFormed() && !/[/\0]/.test(s) && s !== "." && s !== ".."),
);
const time = fc.constantFrom(SINCE - 1n, SINCE, SINCE + 1n, -(2n ** 62n), 0n, 2n ** 62n);
const node: fc.Arbitrary<MemNode> = fc
  .tuple(time, time, fc.constantFrom("file", "directory", "symlink", "fifo", "socket"))
  .map(([mtime_ns, ctime_ns, type]) =>
    type === "symlink" ? { mtime_ns, ctime_ns, link: "/r" } : { mtime_ns, ctime_ns, type: type as "file" },
  );
const tree = fc.dictionary(
  fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => `/r/${parts.join("/")}`),
  node,
  { maxKeys: 25 },
);

describe("the engines", () => {
  it("see the same files at the same depth cap, whatever the tree is like", async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.integer({ min: 1, max: 6 }), async (entries, levels) => {
        const hasConflict = Object.keys(entries).some((path) =>
          Object.entries(entries).some(([above, { type }]) => path.startsWith(`${above}/`) && type !== "directory"),
        );
        fc.pre(!hasConflict);
        const plan = planWalk(["/r"], Object.keys(entries).slice(0, 1), createMountTable([]));
        const { walked, found } = await both({ "/r": { type: "directory" }, ...entries }, plan, { ...LIMITS, levels });
        expect(walked.paths).toEqual(found.paths);
        expect(walked.errors).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("walk a start point inside a cache only once", async () => {
    const recent = { mtime_ns: SINCE };
    const plan = planWalk(["/home", "/home/u/.cache/x"], ["/home/u/.cache"], createMountTable([]));
    const { walked, found } = await both(
      { "/home/u/.cache/x/f": recent, "/home/u/.cache/y/f": recent, "/home/u/f": recent },
      plan,
    );
    expect(walked.paths).toEqual(["/home/u/.cache/x/f", "/home/u/f"]);
    expect(found.paths).toEqual(walked.paths);
  });

  it("tell what lies deeper than the cap", async () => {
    const plan = planWalk(["/r"], [], createMountTable([]));
    const { walked, found } = await both({ "/r/a/b/c": { mtime_ns: SINCE } }, plan, { ...LIMITS, levels: 2 });
    expect([walked.paths, found.paths]).toEqual([[], []]);
    expect(walked.cuts).toMatchObject([{ cap: "levels", limit: 2, dropped: 1 }]);
    expect(found.cuts).toMatchObject([{ cap: "levels", limit: 2, dropped: 1 }]);
  });
});

describe("findChanged", () => {
  const ending = (exitCode: number | null): FindHost["find"] =>
    async function* () {
      yield { kind: "end", program: "/usr/bin/find", exitCode };
    };
  const plan = planWalk(["/etc"], [], createMountTable([]));

  it.each([
    [0, false, []],
    [1, false, []],
    [null, false, [{ errno: "READER_DIED" }]],
    [139, false, [{ errno: "READER_DIED" }]],
    [null, true, [{ errno: "SKIPPED", why: "deadline" }]],
  ])("says of the exit code %s, aborted %s, what is missing", async (exitCode, isAborted, expected) => {
    const controller = new AbortController();
    if (isAborted) controller.abort("deadline");
    const { errors } = await collect(
      findChanged({ ...memHost({ "/etc": { type: "directory" } }), find: ending(exitCode) }, plan, SINCE, {
        limits: LIMITS,
        signal: controller.signal,
        inParts: true,
      }),
    );
    expect(errors.map((event) => event.kind === "error" && event.error)).toMatchObject(expected);
  });
});

describe("the first find", () => {
  it("goes where only root writes, before other places are looked at", async () => {
    const known = memHost(
      { "/etc/new": { mtime_ns: SINCE }, "/srv": { type: "directory" } },
      { find: true },
    ) as FindHost;
    const host = { ...known, list: () => new Promise<never>(() => {}) };
    const plan = planWalk(["/etc", "/srv"], [], createMountTable([]));
    const first = await findChanged(host, plan, SINCE, { limits: LIMITS, signal, inParts: true }).next();
    expect(first.value).toMatchObject({ kind: "seen", seen: [{ path: "/etc/new" }] });
  });
});

describe("the cap of names", () => {
  it("ends a find that shows more, and says so", async () => {
    const flood = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`/usr/${i}`, { mtime_ns: SINCE }]));
    const host = memHost(flood, { find: true }) as FindHost;
    const plan = planWalk(["/usr"], [], createMountTable([]));
    const { paths, cuts } = await collect(
      findChanged(host, plan, SINCE, { limits: { ...LIMITS, names: 20 }, signal, inParts: true }),
    );
    expect(paths.length).toBeLessThan(30);
    expect(cuts).toMatchObject([{ cap: "names", limit: 20, dropped_is: "at-least" }]);
  });
});

describe("splitPlan", () => {
  it("leaves to the walk what can hang, and what a command line cannot name", () => {
    const mount = {
      mount_id: 2,
      parent_id: 1,
      device: "0:9",
      root: "/",
      source: "x",
      options: "rw",
      super_options: "rw",
    };
    const mounts = createMountTable([
      { ...mount, mount_point: "/a/net", fs_type: "nfs4" },
      { ...mount, mount_id: 3, mount_point: "/b/proc", fs_type: "proc" },
    ]);
    const { forFind, forWalk } = splitPlan(planWalk(["/a", "/b", "/c\udcff"], [], mounts));
    expect(forFind.starts).toEqual(["/b"]);
    expect(forWalk.starts).toEqual(["/a", "/c\udcff"]);
  });
});

describe("walk", () => {
  const flood = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [`/tmp/${i}/f`, { mtime_ns: SINCE, uid: 1000 }]),
  );
  const plan = planWalk(["/tmp", "/etc"], [], createMountTable([]));

  it("reaches other start points although one user's tree passes the cap of directories", async () => {
    const host = memHost({ ...flood, "/etc/a/b/f": { mtime_ns: SINCE } });
    const { paths, cuts } = await collect(walk(host, plan, SINCE, { ...LIMITS, directories: 100 }));
    expect(paths).toContain("/etc/a/b/f");
    expect(cuts).toMatchObject([{ cap: "directories", limit: 100, groups: [{ key: "/tmp" }] }]);
  });

  it("reads a large directory in parts, and others in between", async () => {
    const large = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`/tmp/large/${i}`, { mtime_ns: SINCE }]));
    const inner = memHost({ ...large, "/tmp/small/x": { mtime_ns: SINCE } });
    const asked: string[] = [];
    const host: HostReader = {
      ...inner,
      list: async (path, options) => {
        asked.push(path);
        return inner.list(path, options);
      },
    };
    const { paths } = await collect(walk(host, plan, SINCE, { ...LIMITS, namesPerDirectory: 5000 }));
    expect(paths).toHaveLength(5001);
    expect(asked.slice(0, 4)).toEqual(["/tmp", "/tmp/large", "/tmp/small", "/tmp/large"]);
    const cut = await collect(walk(host, plan, SINCE, { ...LIMITS, namesPerDirectory: 4999 }));
    expect([cut.paths.length, cut.cuts.map(({ cap }) => cap)]).toEqual([5000, ["directory_names"]]);
    const all = await collect(walk(host, plan, SINCE, { ...LIMITS, names: 2000, namesPerDirectory: 5000 }));
    expect(all.cuts).toMatchObject([{ cap: "names", limit: 2000, dropped: 1, groups: [{ key: "/tmp" }] }]);
  });

  it("stops at the cap of names, in one directory and in all", async () => {
    const wide = await collect(walk(memHost(flood), plan, SINCE, { ...LIMITS, namesPerDirectory: 10 }));
    expect(wide.cuts).toMatchObject([{ cap: "directory_names", limit: 10, dropped: 1, groups: [{ key: "/tmp" }] }]);
    const all = await collect(walk(memHost(flood), plan, SINCE, { ...LIMITS, names: 301 }));
    expect(all.cuts).toMatchObject([{ cap: "names", limit: 301 }]);
  });

  it("does not ask for what still waits when the run is over, and counts it", async () => {
    const inner = memHost(flood);
    let asked = 0;
    const host: HostReader = {
      ...inner,
      list: async (path, options) => {
        const error = { op: "opendir", path, errno: "SKIPPED", why: "deadline" } as const;
        return ++asked > 50 ? { ok: false, error } : inner.list(path, options);
      },
    };
    const events: EngineEvent[] = [];
    for await (const event of walk(host, plan, SINCE, LIMITS)) events.push(event);
    expect(asked).toBeLessThan(100);
    expect(events).toContainEqual({ kind: "fact", id: "not_walked", value: "known directories", count: 301 - asked });
    expect(events.filter(({ kind }) => kind === "truncation")).toEqual([]);
  });

  it("asks for many directories before it awaits the first, and for few at a time", async () => {
    const inner = memHost(flood);
    let open = 0;
    let most = 0;
    const host: HostReader = {
      ...inner,
      list: async (path, options) => {
        most = Math.max(most, ++open);
        return inner.list(path, options).finally(() => open--);
      },
    };
    await collect(walk(host, plan, SINCE, LIMITS));
    expect(most).toBe(32);
  });
});

describe("compare", () => {
  const plan = planWalk(["/r"], [], createMountTable([]));
  const recent = { mtime_ns: SINCE, ctime_ns: SINCE };

  async function disagree(forFind: MemEntries, forWalk: MemEntries) {
    const finder = memHost(forFind, { find: true }) as FindHost;
    const walker = memHost(forWalk);
    const found = findChanged(finder, plan, SINCE, { limits: LIMITS, signal, inParts: false });
    const events: EngineEvent[] = [];
    for await (const event of compare(walker, found, walk(walker, plan, SINCE, LIMITS), TEST_NOW_NS))
      events.push(event);
    const facts = events.flatMap((event) =>
      event.kind === "fact" && event.id.startsWith("seen") ? [`${event.id} ${event.value}`] : [],
    );
    const seen = events.flatMap((event) => (event.kind === "seen" ? event.seen : []));
    return {
      facts,
      paths: seen.map(({ path }) => path),
      marked: seen.filter(({ onlyBy }) => onlyBy).map(({ path }) => path),
    };
  }

  it("says nothing when both see the same, and gives each file once", async () => {
    expect(await disagree({ "/r/a": recent }, { "/r/a": recent })).toEqual({ facts: [], paths: ["/r/a"], marked: [] });
  });

  it("tells and marks what find hides", async () => {
    expect(await disagree({ "/r/a": recent }, { "/r/a": recent, "/r/evil": recent })).toEqual({
      facts: ["seen_only_by_walk /r/evil"],
      paths: ["/r/a", "/r/evil"],
      marked: ["/r/evil"],
    });
  });

  it("tells what the walk does not see, if it is still there", async () => {
    const unlisted = { "/r/a": recent, "/r/evil": { ...recent, hidden: true } };
    const { facts, paths } = await disagree({ "/r/a": recent, "/r/evil": recent, "/r/gone": recent }, unlisted);
    expect(facts).toEqual(["seen_only_by_find /r/evil"]);
    expect(paths).toContain("/r/evil");
  });

  it("takes what changed meanwhile for a race", async () => {
    const later = { mtime_ns: SINCE, ctime_ns: TEST_NOW_NS };
    expect(await disagree({ "/r/a": recent }, { "/r/a": recent, "/r/new": later })).toMatchObject({
      facts: [],
      marked: [],
      paths: ["/r/a", "/r/new"],
    });
  });
});
