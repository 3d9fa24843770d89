import fc from "fast-check";
import { expect, test } from "vitest";
import type { EntryFile } from "../entries/entry.ts";
import { createGlobTree } from "../glob-tree.ts";
import { MECHANISMS } from "./index.ts";

const WORDS = `include Include @include ExecStart= command= exec root ALL /opt/x ~/.z %u * ** [a {b { } ( ) [x] : ; # \\ " '`;

/** Lines of what the formats have in common, and any bytes. */
const anyText = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  fc.array(fc.constantFrom(...WORDS.split(" "), "\n", "\t", "\0"), { maxLength: 60 }).map((words) => words.join(" ")),
);

const fileOf = (text: string, path: string): EntryFile => ({
  path,
  name: path.slice(path.lastIndexOf("/") + 1),
  text,
  type: "file",
  size: BigInt(text.length),
  mode: 0o755,
  executable: true,
  owner: "root",
  link: null,
  real: path,
  home: null,
  distribution: ["debian"],
  userName: () => null,
});

test.each(MECHANISMS)("$id takes any text, and what it includes is a glob", ({ parse, includes, paths }) => {
  const path = (Object.values(paths).flat()[0] ?? "/etc/x").replace("~", "/home/a");
  fc.assert(
    fc.property(anyText, (text) => {
      const file = fileOf(text, path);
      parse(file);
      const globs = (includes?.(file) ?? []).map(({ glob }) => glob);
      createGlobTree(globs.map((glob) => [glob, glob] as const));
      expect(globs.filter((glob) => !/^[~/]/.test(glob) || glob.includes("**"))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
