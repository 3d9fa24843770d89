import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, createToCandidates } from "./candidate.ts";
import { choose } from "./choose.ts";
import { Pool } from "./pool.ts";

const toCandidates = createToCandidates({ fromNs: 0n, untilNs: null, focusNs: 1_000_000n }, new Map());

const at = (uid: number, ns: number) =>
  ({ type: "file", mode: 0o100644, uid, mtime_s: 0, mtime_n: ns, ctime_s: 0, ctime_n: ns }) as const;

const candidate = fc
  .record({
    directory: fc.constantFrom("/etc", "/srv/a", "/srv/b", "/srv/c", "/usr/lib"),
    name: fc.nat(10_000),
    uid: fc.constantFrom(0, 0, 0, 33, 1000, 1001),
    ns: fc.nat(1_000_000),
    isPackaged: fc.boolean(),
  })
  .map(({ directory, name, uid, ns, isPackaged }): Candidate => {
    const stat = at(uid, ns);
    const made = toCandidates([{ path: `${directory}/${name}`, directory, stat }]).at(0) as Candidate;
    return isPackaged ? { ...made, origin: { package: "p", withInstall: true, afterInstall: false } } : made;
  });
const candidates = fc.uniqueArray(candidate, { maxLength: 400, selector: ({ path }) => path });

describe("Pool", () => {
  it("holds all that a choice among all that came would keep", () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 20 }), (all, limit) => {
        const pool = new Pool(limit);
        for (const one of all) pool.add(one);
        expect(pool.candidates.length).toBeLessThanOrEqual(4 * limit);
        expect(choose(pool.candidates, limit)).toEqual(choose(all, limit));
      }),
      { numRuns: 500 },
    );
  });

  it("keeps the share of an owner who comes late with one directory", () => {
    const made = (uid: number, directory: string, ns: number): Candidate =>
      toCandidates([{ path: `${directory}/${ns}`, directory, stat: at(uid, ns) }]).at(0) as Candidate;
    const flood = Array.from({ length: 100 }, (_, i) => made(0, `/srv/${i}`, 1));
    const late = Array.from({ length: 20 }, (_, i) => made(1000, "/home/u", i));
    const pool = new Pool(10);
    for (const one of [...flood, ...late]) pool.add(one);
    expect(choose(pool.candidates, 10)).toEqual(choose([...flood, ...late], 10));
    expect(choose(pool.candidates, 10).filter(({ stat }) => stat.uid === 1000).length).toBeGreaterThan(1);
  });
});
