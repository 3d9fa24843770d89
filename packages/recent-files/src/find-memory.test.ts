import fc from "fast-check";
import { expect, it } from "vitest";
import type { Seen } from "./candidate.ts";
import { createDirectoryOf } from "./directory-of.ts";
import { createMemory } from "./find-memory.ts";

const stat = { type: "file", mode: 0o100644, uid: 0, mtime_s: 0, mtime_n: 0, ctime_s: 0, ctime_n: 0 } as const;
const directoryOf = createDirectoryOf();
const toSeen = (path: string): Seen => ({ path, directory: directoryOf(path), stat });

/** Paths in the order in which find shows them: a directory, then what lies below it, then what comes after it. */
const inOrder = fc
  .uniqueArray(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 }), {
    maxLength: 40,
    selector: (names) => names.join("/"),
  })
  .map((paths) => paths.map((names) => `/s/${names.join("/")}`).toSorted((x, y) => (x < y ? -1 : 1)));

it("remembers of a find exactly what it had shown when it got stuck", () => {
  fc.assert(
    fc.property(inOrder, fc.nat(40), fc.nat(3), (paths, end, cut) => {
      const memory = createMemory(["/s"]);
      const shown = paths.slice(0, end);
      for (let at = 0; at < shown.length; at += cut + 1) memory.add(shown.slice(at, at + cut + 1).map(toSeen));
      const { shown: known } = memory.toStuck();
      const forgotten = shown.filter((path) => known?.has(path) !== true);
      const invented = paths.slice(end).filter((path) => known?.has(path) === true);
      expect([forgotten, invented, known?.has("/s")]).toEqual([[], [], true]);
    }),
  );
});

it("gives up on too many names in one directory", () => {
  const memory = createMemory(["/s"]);
  memory.add(Array.from({ length: 70_000 }, (_, i) => toSeen(`/s/${i}`)));
  expect(memory.toStuck().shown).toBeNull();
});
