import { instantOf } from "@livetriage/triage-core";
import { TEST_NOW_NS } from "@livetriage/triage-core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, createToCandidates, type Seen } from "./candidate.ts";
import { createDirectoryOf } from "./directory-of.ts";
import { createKeeper } from "./keeper.ts";

const SECOND = 1_000_000_000n;
const WINDOW = { fromNs: TEST_NOW_NS - 2_592_000n * SECOND, untilNs: null, focusNs: TEST_NOW_NS };

const toCandidates = createToCandidates(WINDOW, new Map());

interface Made {
  readonly path: string;
  readonly uid?: number;
  readonly mode?: number;
  readonly agoNs: bigint;
}

const directoryOf = createDirectoryOf();

function made({ path, uid = 0, mode = 0o644, agoNs }: Made): Candidate {
  const { s, n } = instantOf(TEST_NOW_NS - agoNs);
  const seen: Seen = {
    path,
    directory: directoryOf(path),
    stat: {
      type: "file",
      mode: 0o100000 | mode,
      uid,
      mtime_s: s,
      mtime_n: n,
      ctime_s: s,
      ctime_n: n,
    },
  };
  return toCandidates([seen]).at(0) as Candidate;
}

const keep = (limit: number, ...streams: Iterable<Candidate>[]) => {
  const keeper = createKeeper(limit);
  for (const stream of streams) keeper.offer([...stream]);
  return keeper.finish(limit);
};
const paths = (kept: readonly Candidate[]) => kept.map(({ path }) => path);

function* times(count: number, make: (i: number) => Made): Generator<Candidate> {
  for (let i = 0; i < count; i++) yield made(make(i));
}

const PLANTED: Made = { path: "/usr/lib/x/implant", mode: 0o755, agoNs: 20n * 86_400n * SECOND };

describe("createKeeper", () => {
  it("keeps all in order when all fit: the telling ones first, the nearest first", () => {
    const { kept, truncation } = keep(10, [
      made({ path: "/srv/a", agoNs: 1n }),
      made({ path: "/etc/b", agoNs: 9n }),
      made({ path: "/etc/a", agoNs: 3n }),
    ]);
    expect(paths(kept)).toEqual(["/etc/a", "/etc/b", "/srv/a"]);
    expect(truncation).toBeNull();
  });

  it("gives every owner and directory a place before any a second one", () => {
    const many = times(50, (i) => ({ path: `/etc/many/${i}`, agoNs: BigInt(i) }));
    const { kept, truncation } = keep(3, many, [made({ path: "/etc/one/x", agoNs: 10n * SECOND })]);
    expect(paths(kept)).toEqual(["/etc/many/0", "/etc/many/1", "/etc/one/x"]);
    expect(truncation).toMatchObject({ dropped: 48, dropped_is: "exact", groups: [{ key: "/etc/many", dropped: 48 }] });
  });

  it("keeps the planted executable through 200,000 newer bulk files", () => {
    const bulk = times(200_000, (i) => ({ path: `/srv/${i % 3000}/${i}`, agoNs: BigInt(i) * 1000n }));
    const { kept, truncation } = keep(1024, bulk, [made(PLANTED)]);
    expect(paths(kept)).toContain(PLANTED.path);
    expect(truncation?.dropped).toBe(200_001 - kept.length);
  });

  it("keeps it through 2,000 executables of another user in 2,000 directories, dated ahead", () => {
    const flood = times(2000, (i) => ({ path: `/home/m/${i}/x`, uid: 1000, mode: 0o755, agoNs: -SECOND * 86_400n }));
    expect(paths(keep(1024, [made(PLANTED)], flood).kept)).toContain(PLANTED.path);
  });

  it("keeps it through 5,000 files of packages that were upgraded after it", () => {
    const upgrade = times(5000, (i) => ({ path: `/usr/lib/p${i % 40}/${i}.so`, mode: 0o755, agoNs: SECOND * 60n }));
    expect(paths(keep(1024, [made(PLANTED)], upgrade).kept)).toContain(PLANTED.path);
  });

  it("folds more than 500 changes of one second in one directory into one row, and counts them all", () => {
    const burst = times(3000, (i) => ({ path: `/usr/lib/p/${i}.so`, agoNs: BigInt(i + 1) }));
    const { kept, truncation } = keep(1024, burst, [made(PLANTED)]);
    expect(kept).toHaveLength(2);
    expect(kept[0]).toMatchObject({ path: "/usr/lib/p/0.so", folded: { by: "burst", count: 3000 } });
    expect(truncation).toBeNull();
  });

  it("never folds set-id, hidden and misplaced files", () => {
    const setuid = times(600, (i) => ({ path: `/usr/bin/${i}`, mode: 0o4755, agoNs: BigInt(i) }));
    expect(keep(1024, setuid).kept).toHaveLength(600);
  });

  it("gives the same rows for every order of arrival, and loses no count", () => {
    const one = fc.record({
      directory: fc.constantFrom("/etc/a", "/etc/b", "/srv/a", "/usr/lib/c"),
      name: fc.nat(400),
      uid: fc.constantFrom(0, 33, 1000),
      agoNs: fc.bigInt(0n, 9n),
    });
    const shape = fc.uniqueArray(one, { maxLength: 120, selector: ({ directory, name }) => `${directory}/${name}` });
    const shuffled = shape.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 1, max: 12 }), ([all, again], limit) => {
        const run = (list: typeof all) =>
          keep(
            limit,
            list.map(({ directory, name, uid, agoNs }) => made({ path: `${directory}/${name}`, uid, agoNs })),
          );
        const { kept, truncation } = run(all);
        expect(paths(run(again).kept)).toEqual(paths(kept));
        expect(kept).toHaveLength(Math.min(limit, all.length));
        expect(truncation?.dropped ?? 0).toBe(all.length - kept.length);
      }),
    );
  });
});
